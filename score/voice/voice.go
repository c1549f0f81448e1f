// Package voice puts into plain words what package score found.
//
// Results of the packages below hold handles, to requirements, to facts, to
// elements; here is the one place that makes words of them, so that one thing is
// said in one way wherever it is shown. [Signal], [Changes], [Finding] and the
// like say one thing each.
//
// Everything is a pure function of what it is given. The words hold titles, names,
// notes and references as strangers wrote them, line breaks and all: nothing in
// here escapes anything. Whoever writes them out does it, once: through
// [github.com/headway-go/headway/qualify/diag.Printable] for a terminal, through
// what JSON and HTML have for it there.
package voice
