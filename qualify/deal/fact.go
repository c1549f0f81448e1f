package deal

// Fact is one dated thing about a deal. The kinds of fact are a closed set:
// [Evidence], [Milestone], [Activity], [Stage], [CloseDate], [NextStep],
// [StepDone], [Person], [Set], [Approval], [Waive] and [Pause]. Facts are
// values, and a record takes no pointers to them; the slices in them are not to
// be changed once they are in a record.
type Fact interface {
	// When gives the two days of the fact and where to check it.
	When() Stamp
	// Kind names the kind of fact, as the key of the language that begins it.
	Kind() string

	isFact()
}

// Stamp is what every fact has.
type Stamp struct {
	On    Day    // the day it happened; in force from then on
	Noted Day    // the day it became known, not before On; the zero Day means On
	Ref   string // where to check it: a call, a document
	Note  string
}

// When gives the stamp, with Noted filled in.
func (s Stamp) When() Stamp {
	if s.Noted.IsZero() {
		s.Noted = s.On
	}
	return s
}

func (Stamp) isFact() {}

// Side is one of the parties of a deal.
type Side uint8

const (
	NoSide Side = iota
	Buyer
	Seller
	ThirdParty
)

var sideNames = [...]string{"", "buyer", "seller", "third_party"}

// String gives the word of the language for the side.
func (s Side) String() string { return sideNames[s] }

// Who says where a fact comes from: the name of a person, or one of the words
// buyer, seller, third_party and both for somebody of that side who is not
// named. The zero Who means that nobody is said.
type Who string

// The words that stand for a side, and so can be no person's name.
const (
	SomeBuyer      Who = "buyer"
	SomeSeller     Who = "seller"
	SomeThirdParty Who = "third_party"
	BothSides      Who = "both"
)

// Side gives the side that w names without a person; NoSide when w is a person,
// both or nobody.
func (w Who) Side() Side {
	switch w {
	case SomeBuyer:
		return Buyer
	case SomeSeller:
		return Seller
	case SomeThirdParty:
		return ThirdParty
	}
	return NoSide
}

// Person gives the name of the person, and whether w is one.
func (w Who) Person() (string, bool) {
	switch w {
	case "", SomeBuyer, SomeSeller, SomeThirdParty, BothSides:
		return "", false
	}
	return string(w), true
}

// Form is the kind of proof, from weak to strong.
type Form uint8

const (
	NoForm    Form = iota
	Belief         // the seller thinks so
	Inferred       // a machine read it out of something and nobody confirmed it
	Public         // a public or third-party source says so
	Statement      // a person said it
	Document       // it is in writing, from them
	Act            // they did it, and it cost them something
)

var formNames = [...]string{"", "belief", "inferred", "public", "statement", "document", "act"}

// String gives the word of the language for the form.
func (f Form) String() string { return formNames[f] }

// Forms are the words for the forms, from weak to strong, as the language has
// them.
func Forms() []string { return append([]string(nil), formNames[1:]...) }

// Stance is how a person stands to the deal.
type Stance uint8

const (
	NoStance Stance = iota
	Champion
	Supporter
	Neutral
	Critic
	Blocker
)

var stanceNames = [...]string{"", "champion", "supporter", "neutral", "critic", "blocker"}

// String gives the word of the language for the stance.
func (s Stance) String() string { return stanceNames[s] }

// Said is a yes, a no, or nothing said, for keys whose absence leaves what was
// known before.
type Said uint8

const (
	Unsaid Said = iota
	Yes
	No
)

// Evidence speaks for an element of a framework, or against it.
type Evidence struct {
	Stamp
	Element string
	Form    Form
	From    Who
	Level   string // claims no more than this level; "" claims what the proof can carry
	Refutes bool
}

// Milestone says that an outcome was reached, or undone.
type Milestone struct {
	Stamp
	Milestone string
	By        Who // "" is the side the milestone belongs to
	Void      bool
}

// Activity is a call, a mail, a meeting. By itself it proves nothing.
type Activity struct {
	Stamp
	Activity string
	With     []string // people who took part
	Reached  bool     // two-way: a person on the other side took part
	Inbound  bool
}

// Stage is the stage or end that the CRM claims.
type Stage struct {
	Stamp
	Stage  string
	Reason []string
}

// CloseDate says that the forecast close day became this.
type CloseDate struct {
	Stamp
	Day Day
}

// NextStep was agreed. The same ID again moves it.
type NextStep struct {
	Stamp
	Step  string
	Due   Day
	Owner Who    // a person, a side or both; nobody satisfies nothing
	ID    string // "" cannot be done or moved
}

// StepDone says that a next step was done, or missed.
type StepDone struct {
	Stamp
	Step   string // its ID
	Missed bool
}

// Person says who somebody is. A later fact updates an earlier one: what it
// does not say stays.
type Person struct {
	Stamp
	Person string
	Side   Side
	Name   string
	Title  string
	Roles  []string // nil says nothing; empty says none
	Stance Stance
	Gone   Said
}

// Set says that attributes became these values, in the order written.
type Set struct {
	Stamp
	Values []Setting
}

// Setting is one attribute and its value; the zero Value takes the value away.
type Setting struct {
	Attribute string
	Value     Value
}

// Approval answers a requirement that asks for one.
type Approval struct {
	Stamp
	Approval string // the id of the requirement
	By       string // a person or a role
	Rejected bool
}

// Waive is an exception on record.
type Waive struct {
	Stamp
	Requirement string
	By          string
	Why         string
	Until       Day // its last day; the zero Day means without end
}

// Pause says that the deal is legitimately quiet until a day.
type Pause struct {
	Stamp
	Until Day
	Why   string
	By    string
}

// Kind is "evidence".
func (Evidence) Kind() string { return "evidence" }

// Kind is "milestone".
func (Milestone) Kind() string { return "milestone" }

// Kind is "activity".
func (Activity) Kind() string { return "activity" }

// Kind is "stage".
func (Stage) Kind() string { return "stage" }

// Kind is "close_date".
func (CloseDate) Kind() string { return "close_date" }

// Kind is "next_step".
func (NextStep) Kind() string { return "next_step" }

// Kind is "step_done".
func (StepDone) Kind() string { return "step_done" }

// Kind is "person".
func (Person) Kind() string { return "person" }

// Kind is "set".
func (Set) Kind() string { return "set" }

// Kind is "approval".
func (Approval) Kind() string { return "approval" }

// Kind is "waive".
func (Waive) Kind() string { return "waive" }

// Kind is "pause".
func (Pause) Kind() string { return "pause" }
