package diagram

import (
	"cmp"
	"slices"
)

// The room between things, in pixels.
const (
	betweenItems  = 28
	betweenLayers = 30
	bendWidth     = 24
	sweeps        = 4 // how often the layers are sorted
)

// item takes room in a layer: a place, the gate on a way, or a bend, where a way
// only passes.
type item struct {
	box
	layer    int
	up, down []int // the items that it is joined to, in the layers above and below
}

// box is where something is drawn.
type box struct{ x, y, width, height int }

// middle is the x of the centre line.
func (b box) middle() int { return b.x + b.width/2 }

// layout is where everything is drawn. Places stand in the even layers, gates in
// the odd ones between them; a way from one layer to a distant one bends in each
// layer that it passes. A way that climbs has a column of its own at the right.
type layout struct {
	items   []item
	layers  [][]int // from left to right
	tops    []int   // the y at which each layer begins
	heights []int
	places  []int   // the item of each place; -1 where it is not drawn here
	ways    [][]int // for each way, its items from where it begins to where it leads; nil for one of another walk
	gates   []int   // for each way, the item of its gate; -1 where there is none
}

// newLayout puts the places and gates of a walk, of known sizes, in layers. A gate
// of width 0 is not drawn, and the ends that every stage may go to stand apart.
func newLayout(d *Diagram, w walk, places, gates []box) *layout {
	l := &layout{places: make([]int, len(places)), ways: make([][]int, len(gates)), gates: make([]int, len(gates))}
	ranks := ranks(d, w)
	for i := range places {
		l.places[i] = -1
		if i >= w.first && i < w.first+w.count && !d.places[i].anytime() {
			l.places[i] = l.add(item{box: places[i], layer: 2 * ranks[i]})
		}
	}
	for i := range d.edges {
		l.gates[i] = -1
		if l.places[d.edges[i].from] >= 0 {
			l.way(d, i, gates[i])
		}
	}
	l.fill()
	for range sweeps {
		l.order()
	}
	for _, layer := range l.layers {
		l.settle(layer)
	}
	for i := range l.ways {
		if l.climbs(i) {
			l.column(i)
		}
	}
	l.shift()
	l.stack()
	return l
}

// ranks gives each place the length of the longest way to it that does not lead
// back. Places come in definition order, so that one pass will do.
func ranks(d *Diagram, w walk) []int {
	out := make([]int, len(d.places))
	for at := w.first; at < w.first+w.count; at++ {
		if at > w.first {
			out[at] = max(out[at], 1)
		}
		for i := range d.edges {
			if e := &d.edges[i]; e.from == at && !e.back() {
				out[e.to] = max(out[e.to], out[at]+1)
			}
		}
	}
	return out
}

func (l *layout) add(x item) int {
	l.items = append(l.items, x)
	return len(l.items) - 1
}

// way lays a way through the layers between its ends. Its gate stands next to
// where it begins. A way between two places of one layer goes through the layer
// below.
func (l *layout) way(d *Diagram, i int, gate box) {
	e := &d.edges[i]
	from, to := l.places[e.from], l.places[e.to]
	begin, end := l.items[from].layer, l.items[to].layer
	step := 1
	switch {
	case begin == end:
		end += 2
	case begin > end:
		step = -1
	}
	path := []int{from}
	for at := begin + step; at != end; at += step {
		x := item{box: box{width: bendWidth}, layer: at}
		if at == begin+step && gate.width > 0 {
			x.box = gate
			l.gates[i] = len(l.items)
		}
		path = append(path, l.add(x))
	}
	l.ways[i] = append(path, to)
	if l.climbs(i) {
		return
	}
	for k := range len(l.ways[i]) - 1 {
		a, b := l.ways[i][k], l.ways[i][k+1]
		if l.items[a].layer > l.items[b].layer {
			a, b = b, a
		}
		l.items[a].down = append(l.items[a].down, b)
		l.items[b].up = append(l.items[b].up, a)
	}
}

// climbs reports whether a way leads up.
func (l *layout) climbs(way int) bool {
	path := l.ways[way]
	return path != nil && l.items[path[1]].layer < l.items[path[0]].layer
}

// inner gives the items of a way without the places at its ends.
func (l *layout) inner(way int) []int {
	path := l.ways[way]
	if path == nil {
		return nil
	}
	return path[1 : len(path)-1]
}

// fill puts the items into their layers, those of ways that climb apart.
func (l *layout) fill() {
	apart := make([]bool, len(l.items))
	for i := range l.ways {
		for _, k := range l.inner(i) {
			apart[k] = l.climbs(i)
		}
	}
	for i := range l.items {
		for at := l.items[i].layer; at >= len(l.layers); {
			l.layers = append(l.layers, nil)
		}
		if at := l.items[i].layer; !apart[i] {
			l.layers[at] = append(l.layers[at], i)
		}
	}
}

// order sorts each layer by where the neighbours above stand, and then by those
// below, so that fewer ways cross.
func (l *layout) order() {
	for i := 1; i < len(l.layers); i++ {
		l.sort(l.layers[i], func(x *item) []int { return x.up })
	}
	for i := len(l.layers) - 2; i >= 0; i-- {
		l.sort(l.layers[i], func(x *item) []int { return x.down })
	}
}

func (l *layout) sort(layer []int, neighbours func(*item) []int) {
	rank := make([]int, len(l.items))
	for _, other := range l.layers {
		for k, i := range other {
			rank[i] = k
		}
	}
	// The mean rank of the neighbours is sum / n; who has none keeps its own.
	type mean struct{ sum, n int }
	means := make([]mean, len(l.items))
	for _, i := range layer {
		means[i] = mean{rank[i], 1}
		if near := neighbours(&l.items[i]); len(near) > 0 {
			means[i] = mean{0, len(near)}
			for _, k := range near {
				means[i].sum += rank[k]
			}
		}
	}
	slices.SortStableFunc(layer, func(a, b int) int {
		return cmp.Compare(means[a].sum*means[b].n, means[b].sum*means[a].n)
	})
}

// settle gives the items of a layer their x, as near as can be to below the
// middle of their neighbours above, in the sense of least squares, without a
// change of order: items that would overlap become one block, whose place is
// their mean.
func (l *layout) settle(layer []int) {
	type block struct{ first, sum, n int }
	var blocks []block
	offsets := make([]int, len(layer)) // from the left edge of the first, when packed
	at := 0
	for k, i := range layer {
		x := &l.items[i]
		offsets[k] = at
		at += x.width + betweenItems
		b := block{k, l.below(x.up) - x.width/2 - offsets[k], 1}
		for len(blocks) > 0 {
			p := blocks[len(blocks)-1]
			if floorDiv(p.sum, p.n) <= floorDiv(b.sum, b.n) {
				break
			}
			b = block{p.first, p.sum + b.sum, p.n + b.n}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for n, b := range blocks {
		end := len(layer)
		if n+1 < len(blocks) {
			end = blocks[n+1].first
		}
		for k := b.first; k < end; k++ {
			l.items[layer[k]].x = floorDiv(b.sum, b.n) + offsets[k]
		}
	}
}

// below gives the x below the middle of some items.
func (l *layout) below(items []int) int {
	sum := 0
	for _, i := range items {
		sum += l.items[i].middle()
	}
	return floorDiv(sum, max(1, len(items)))
}

// column puts a way that climbs at the right of everything that it passes, in
// one line.
func (l *layout) column(way int) {
	middle := 0
	for k, i := range l.inner(way) {
		x := &l.items[i]
		right := 0
		for _, other := range l.layers[x.layer] {
			right = max(right, l.items[other].x+l.items[other].width+betweenItems)
		}
		if at := right + x.width/2; k == 0 || at > middle {
			middle = at
		}
	}
	for _, i := range l.inner(way) {
		x := &l.items[i]
		x.x = middle - x.width/2
		l.layers[x.layer] = append(l.layers[x.layer], i)
	}
}

// shift moves everything so that it begins at 0.
func (l *layout) shift() {
	left := 0
	for i := range l.items {
		left = min(left, l.items[i].x)
	}
	for i := range l.items {
		l.items[i].x -= left
	}
}

// floorDiv divides and rounds down, also below zero.
func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// stack gives every layer its y. Where a way goes far to the side between two
// layers there is more room between them, so that it does not lie flat.
func (l *layout) stack() {
	l.tops, l.heights = make([]int, len(l.layers)), make([]int, len(l.layers))
	far := make([]int, len(l.layers)) // to the side, on the way to the next layer
	for _, path := range l.ways {
		for k := range max(0, len(path)-1) {
			a, b := &l.items[path[k]], &l.items[path[k+1]]
			at := min(a.layer, b.layer)
			far[at] = max(far[at], a.middle()-b.middle(), b.middle()-a.middle())
		}
	}
	y := 0
	for at, layer := range l.layers {
		l.tops[at] = y
		for _, i := range layer {
			l.heights[at] = max(l.heights[at], l.items[i].height)
		}
		for _, i := range layer {
			l.items[i].y = y + (l.heights[at]-l.items[i].height)/2
		}
		if y += l.heights[at]; l.heights[at] > 0 {
			y += betweenLayers + min(far[at]/8, betweenLayers)
		}
	}
}

// size is how much room everything takes.
func (l *layout) size() (width, height int) {
	for i := range l.items {
		width = max(width, l.items[i].x+l.items[i].width)
		height = max(height, l.items[i].y+l.items[i].height)
	}
	return width, height
}
