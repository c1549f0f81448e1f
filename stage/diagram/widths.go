package diagram

import "github.com/headway-go/headway/qualify/diag"

// asciiWidths are the widths of the characters from the space to the tilde, in
// 1/1000 of the size of the type, as they are in Helvetica and in the many
// typefaces made to its measure.
var asciiWidths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// runeWidth is the width of a character in 1/1000 of the size of the type. What
// is not in the table is taken to be wide, rather than too narrow.
func runeWidth(r rune) int {
	if i := int(r) - ' '; i >= 0 && i < len(asciiWidths) {
		return asciiWidths[i]
	}
	switch diag.Width(string(r)) {
	case 0:
		return 0
	case 1:
		return 720
	}
	return 1000
}

// typeface is a size of type, in pixels, and whether it is bold.
type typeface struct {
	size int
	bold bool
}

// width measures a character in 1/1000 of a pixel. A tenth more than the table
// says is left for other typefaces, and a little more for bold ones.
func (f typeface) width(r rune) int {
	w := runeWidth(r) * f.size * 11 / 10
	if f.bold {
		w = w * 27 / 25
	}
	return w
}

// measure gives the width of a text in pixels, rounded up.
func (f typeface) measure(s string) int {
	sum := 0
	for _, r := range s {
		sum += f.width(r)
	}
	return (sum + 999) / 1000
}

// wrap breaks a text into lines of so many pixels.
func (f typeface) wrap(s string, pixels int) []string { return wrap(s, pixels*1000, f.width) }

// leading is the distance between two lines.
func (f typeface) leading() int { return f.size * 4 / 3 }
