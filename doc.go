// Package headway is the documentation of a library that tells where a sales
// deal really stands, whether it moved since last time or was only busy, why,
// and what would move it next.
//
// # The story
//
// A CRM stores claims and counts: somebody set the stage, somebody logged
// calls. headway reads a deal as a log of dated facts and believes what the
// buyer said, wrote or did, each as far as that kind of proof can reach. Activity
// is not progress: calls, mails and meetings never earn a point by themselves.
//
// Definitions are YAML that a sales team owns. A framework (package qualify),
// such as MEDDPICC, says what has to be found out and what each level of proof
// looks like. A process (package stage) says, for each segment, which stages
// there are and what every gate between them asks for. From the evidence follows
// the earned stage, beside the one that the CRM claims, and how many demands are
// still open on the shortest way to won: that number is the deal's real
// position. Package score puts it on a card, compares two days, and gives one
// verdict: advanced, progressing, waiting, busy, stalled, regressed, won, lost or
// left.
//
//	book, err := stage.Load(os.DirFS("playbook"))
//	rec, err := deal.Decode("acme.yaml", src)
//	card, err := score.Evaluate(book, rec, deal.DayOf(2026, time.March, 5))
//	week, err := score.Compare(book, rec, deal.DayOf(2026, time.February, 26), deal.DayOf(2026, time.March, 5))
//	fmt.Println(card.Earned(), card.Remaining(), week.Verdict())
//
// # What is promised
//
// Everything is a pure function of definitions, a record and days. There is no
// clock, no randomness, no input or output but what is handed in, and no
// floating-point number: the same input gives the same bytes on every machine.
//
// Unknown is not no. A requirement is answered met, unmet or unknown, and a
// score is an interval whose width is what nobody has found out yet.
//
// No hindsight. Each fact has the day it happened and the day it became known,
// and a view of a past day sees what was known then, so any past review can be
// had again.
//
// Nothing is lost. What a deal holds and the definitions do not know is kept,
// shown, and counts for nothing; what is wrong with a file is said all at once,
// each mistake with its place, a code and a hint.
//
// # The packages
//
// From the bottom up, and each knows only those before it:
//
//	qualify/diag   places, codes, diagnostics, and printing them with a caret
//	qualify/deal   days, facts, records, views; reading and writing them
//	qualify        frameworks, and how their elements stand
//	stage          playbooks and processes; gates, the earned stage, the way to won
//	stage/diagram  a process as a graph, with a deal on it: Mermaid, DOT, SVG
//	score          the card, progress and its verdict, signals, the plan, the review
//	score/voice    a deal in plain words, for who makes the calls, reviews or audits
//	score/scenario tests of definitions, in YAML; scenariotest runs them as Go tests
//
// SPEC.md is the language of the definitions and of deals. The program in
// examples/headway shows all of it on a sample.
package headway
