package qualify

import (
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
)

// Shape is the table of the keys of a framework. It is for packages of this
// module.
func Shape() *ydoc.Shape { return frameworkShape }

// The keys of a framework, in tables: what may be written, and what must be.
var (
	anID      = ydoc.ID{}
	levelID   = ydoc.ID{Known: standardLevels()}
	anyText   = ydoc.Text{}
	sideWords = ydoc.Words{deal.Buyer.String(), deal.Seller.String(), deal.ThirdParty.String()}
	wayList   = ydoc.ListOf{Item: wayShape, Least: 1}

	frameworkShape = &ydoc.Shape{Name: "a framework", Keys: []ydoc.Key{
		ydoc.Needs("framework", anID, "The id of the framework. Ids of frameworks, processes and segments are global to the playbook."),
		ydoc.Needs("title", anyText, "What people call it."),
		ydoc.May("version", anyText, "The team's own version of it."),
		ydoc.May("about", anyText, "A paragraph about it."),
		ydoc.May("source", anyText, "Who published the method."),
		ydoc.May("levels", ydoc.ListOf{Item: levelShape, Least: 1}, "The ladder, weakest level first. Default: the standard ladder asserted, stated, corroborated, committed."),
		ydoc.Needs("elements", ydoc.ListOf{Item: elementShape, Least: 1}, "What has to be found out about a deal."),
		ydoc.May("score", scoreShape, "How levels make a score."),
	}}
	levelShape = &ydoc.Shape{Name: "a level", Keys: []ydoc.Key{
		ydoc.Needs("id", ydoc.ID{Not: []string{Unknown}}, "The id of the level. unknown is the level below the first and cannot be defined."),
		ydoc.Needs("means", anyText, "What it means that an element stands here."),
		ydoc.May("points", ydoc.Int{Min: 0, Max: maxPoints}, "What it counts; never less than the level below. Default: its position, 1, 2, 3 …"),
		ydoc.Needs("shown_by", wayList, "What must be on record for it. Any one way is enough; {} is any evidence at all."),
	}}
	wayShape = &ydoc.Shape{Name: "a way to show a level", Keys: []ydoc.Key{
		ydoc.May("form", ydoc.OneOrMore(ydoc.Words(deal.Forms())), "Evidence of one of these forms. Default: any."),
		ydoc.May("side", sideWords, "Evidence from that side. Default: any."),
		ydoc.May("role", ydoc.OneOrMore(anID), "Evidence from a person with one of these roles, who is not gone."),
		ydoc.May("people", ydoc.Int{Min: 1, Max: MaxPeople}, "From so many different named people. Default: 1."),
	}}
	elementShape = &ydoc.Shape{Name: "an element", Keys: []ydoc.Key{
		ydoc.Needs("id", anID, "The id of the element."),
		ydoc.Needs("title", anyText, "What people call it."),
		ydoc.May("letter", anyText, "Its letter in the method's name, as in \"E\"."),
		ydoc.May("about", anyText, "What it is about."),
		ydoc.May("weight", ydoc.Int{Min: 0, Max: maxWeight}, "How much it counts beside the others. Default: 1."),
		ydoc.May("essential", ydoc.Bool{}, "true: while it is unknown or contradicted the band is the lowest. Default: false."),
		ydoc.May("valid_for", deal.DurationType(), "Evidence holds through that age and has lapsed the day after. Default: it never lapses."),
		ydoc.May("ask", ydoc.Texts, "Questions that lead to it, the best first."),
		ydoc.May("shows", ydoc.MapOf{Key: levelID, Value: anyText}, "What a level looks like for this element."),
		ydoc.May("levels", ydoc.MapOf{Key: levelID, Value: wayList}, "The element's own rule for a level."),
		ydoc.May("reads", ydoc.OneOrMore(anID), "Ids of elements, of other frameworks too, whose evidence counts here as well."),
	}}
	scoreShape = &ydoc.Shape{Name: "a score", Keys: []ydoc.Key{
		ydoc.May("method", ydoc.Words(methodNames[:]), "weighted: by weight and points; weakest: the least element; sum: plain points. Default: weighted."),
		ydoc.May("bands", ydoc.ListOf{Item: bandShape}, "Names for ranges of the score. They begin at 0 and rise."),
	}}
	bandShape = &ydoc.Shape{Name: "a band", Keys: []ydoc.Key{
		ydoc.Needs("id", anID, "The id of the band."),
		ydoc.Needs("title", anyText, "What people call it."),
		ydoc.Needs("from", ydoc.Int{Min: 0, Max: 100}, "The least score in it, in percent."),
	}}
)

// standardLevels are the ids of the standard ladder.
func standardLevels() []string {
	var out []string
	levels, _ := standardLadder()
	for _, l := range levels[1:] {
		out = append(out, l.id)
	}
	return out
}
