// Package inorder spreads work over several goroutines and hands the results on
// in the order of the work, so that nobody can tell from them how many there
// were. It is the only package of the core that starts any, and none is left
// when it is done, however it ends.
package inorder

import (
	"iter"
	"sync"
)

// ahead is how many pieces of work each worker may be ahead of the one whose
// result is wanted next: memory is bounded by it, and a slow piece holds up
// nobody until then.
const ahead = 8

// Map gives the result of each piece of work, in the order of the work. Each
// worker has a function of its own, made by worker, with what memory it likes.
// The work is read, and the results are taken, on the goroutine of the caller;
// with one worker or less everything happens there.
//
// Whether the work comes to its end, the caller stops early or something panics,
// every goroutine has ended before Map returns. A panic of a worker becomes one
// of the caller, in place of the result.
func Map[Work, Result any](workers int, work iter.Seq[Work], worker func() func(Work) Result) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		if workers <= 1 {
			do := worker()
			for w := range work {
				if !yield(do(w)) {
					return
				}
			}
			return
		}
		c := crew[Work, Result]{queue: make(chan *piece[Work, Result], workers*ahead)}
		defer c.dismiss()
		for range workers {
			c.hire(worker())
		}
		for w := range work {
			if len(c.begun) == cap(c.queue) && !yield(c.next()) {
				return
			}
			c.begin(w)
		}
		for len(c.begun) > 0 {
			if !yield(c.next()) {
				return
			}
		}
	}
}

// piece is one piece of work with its result.
type piece[Work, Result any] struct {
	work     Work
	result   Result
	panicked any
	done     chan struct{}
}

type crew[Work, Result any] struct {
	queue   chan *piece[Work, Result]
	begun   []*piece[Work, Result] // whose result was not taken, in order
	workers sync.WaitGroup
}

func (c *crew[Work, Result]) hire(do func(Work) Result) {
	c.workers.Go(func() {
		for p := range c.queue {
			p.finish(do)
		}
	})
}

func (p *piece[Work, Result]) finish(do func(Work) Result) {
	defer close(p.done)
	defer func() { p.panicked = recover() }()
	p.result = do(p.work)
}

func (c *crew[Work, Result]) begin(w Work) {
	p := &piece[Work, Result]{work: w, done: make(chan struct{})}
	c.begun = append(c.begun, p)
	c.queue <- p
}

// next waits for the piece that comes next.
func (c *crew[Work, Result]) next() Result {
	p := c.begun[0]
	c.begun = c.begun[1:]
	<-p.done
	if p.panicked != nil {
		panic(p.panicked)
	}
	return p.result
}

// dismiss sends everybody home; what nobody has taken up is left undone.
func (c *crew[Work, Result]) dismiss() {
	close(c.queue)
	for range c.queue {
	}
	c.workers.Wait()
}
