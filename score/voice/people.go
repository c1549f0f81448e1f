package voice

import (
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Person names a person, with the roles they have.
func Person(p stage.Person) string {
	if deal.Who(p.ID).Side() != deal.NoSide {
		return "somebody of theirs who is not on record yet"
	}
	name := p.Name
	if name == "" {
		name = p.ID
	}
	var what []string
	if p.Side != deal.Buyer {
		what = append(what, sideWords(p.Side))
	}
	for _, role := range p.Roles {
		what = append(what, strings.ReplaceAll(role, "_", " "))
	}
	if len(what) > 0 {
		name += " (" + strings.Join(what, ", ") + ")"
	}
	return name
}

// People names some people, with something between them.
func People(people []stage.Person, between string) string {
	var out []string
	for _, p := range people {
		out = append(out, Person(p))
	}
	return strings.Join(out, between)
}

// Who says who has to be there.
func Who(people []stage.Person, together bool, room []stage.Person) string {
	theirs := 0
	for _, p := range room {
		if p.Side == deal.Buyer {
			theirs++
		}
	}
	buyers := !slices.ContainsFunc(people, func(p stage.Person) bool { return p.Side != deal.Buyer })
	switch {
	case together && len(people) > 1:
		return People(people, " and ") + " together"
	case buyers && theirs == len(people) && len(people) > 1:
		return "anybody of theirs"
	}
	return People(people, " or ")
}

func sideWords(s deal.Side) string {
	switch s {
	case deal.Buyer:
		return "theirs"
	case deal.Seller:
		return "ours"
	case deal.ThirdParty:
		return "a third party's"
	}
	return "nobody knows whose"
}
