package main

import (
	"fmt"
	"io"
	"time"
)

// progress tells somebody who waits that something is going on: on a terminal
// in one line, elsewhere in a line now and then.
type progress struct {
	w       io.Writer
	what    string
	n       int
	next    time.Time
	every   time.Duration
	inPlace bool
	shown   bool
}

// progress reports on standard error from two seconds on.
func (c *command) progress(what string) *progress {
	p := &progress{w: c.stderr, what: what, next: time.Now().Add(2 * time.Second), every: 10 * time.Second}
	if isTerminal(c.stderr) {
		p.inPlace, p.every = true, time.Second
	}
	return p
}

func (p *progress) add() {
	p.n++
	if p.n%256 != 0 {
		return
	}
	now := time.Now()
	if !now.After(p.next) {
		return
	}
	p.next, p.shown = now.Add(p.every), true
	if p.inPlace {
		fmt.Fprintf(p.w, "\r%s %s", thousands(int64(p.n)), p.what)
	} else {
		fmt.Fprintf(p.w, "%s %s so far\n", thousands(int64(p.n)), p.what)
	}
}

func (p *progress) end() {
	if p.shown && p.inPlace {
		fmt.Fprintln(p.w)
	}
}
