package diag

// Code says what kind of thing a diagnostic says, for programs and for looking
// it up: [Explain] has what it means, an example and what to do. The part before
// the slash is the area it belongs to.
type Code string

// What is wrong with a file before anybody looks at what it means.
const (
	YAMLSyntax         Code = "yaml/syntax"            // the text is no YAML
	YAMLEmpty          Code = "yaml/empty"             // the file holds nothing
	YAMLEncoding       Code = "yaml/encoding"          // not UTF-8, or control characters
	YAMLTooLarge       Code = "yaml/too-large"         // more than 1 MiB
	YAMLTooDeep        Code = "yaml/too-deep"          // nested past 64
	YAMLTooManyNodes   Code = "yaml/too-many-values"   // more than 50,000 values
	YAMLTooManyKeys    Code = "yaml/too-many-keys"     // more than 1,000 keys in one mapping
	YAMLSecondDocument Code = "yaml/second-document"   // one document per file
	YAMLAnchor         Code = "yaml/anchor"            // &name
	YAMLAlias          Code = "yaml/alias"             // *name
	YAMLMerge          Code = "yaml/merge-key"         // <<
	YAMLTag            Code = "yaml/tag"               // !name
	YAMLKeyKind        Code = "yaml/key-kind"          // a key that is no word
	YAMLDuplicateKey   Code = "yaml/duplicate-key"     // one key twice in a mapping
	YAMLUnknownKey     Code = "yaml/unknown-key"       // a key that the language does not have
	YAMLMissingKey     Code = "yaml/missing-key"       // a key that must be there
	YAMLNull           Code = "yaml/null"              // nothing where a value is wanted
	YAMLKind           Code = "yaml/kind"              // a list, a mapping or a value where another is wanted
	TooManyMistakes    Code = "yaml/too-many-mistakes" // more is wrong with one file than anybody mends at a time
	JSONSyntax         Code = "json/syntax"            // the text is no JSON
)

// What is wrong with a single value.
const (
	BadID       Code = "value/id"           // no identifier
	BadName     Code = "value/name"         // no name of a deal or a person
	BadNumber   Code = "value/number"       // no whole number, or no exact decimal
	OutOfRange  Code = "value/out-of-range" // a number beyond its bounds
	BadWord     Code = "value/word"         // none of a closed list of words
	BadDay      Code = "value/day"          // no civil day
	BadDuration Code = "value/duration"     // no duration
	EmptyList   Code = "value/empty-list"   // a list that must hold something
	Reserved    Code = "value/reserved"     // a word that the language keeps for itself
	Duplicate   Code = "value/duplicate"    // one thing defined or named twice
)

// What is wrong with a deal.
const (
	FactKind      Code = "deal/fact-kind" // a fact that does not say what it is, or says two things
	NotedTooEarly Code = "deal/noted"     // noted before it happened
)

// What is wrong with a framework.
const (
	FrameworkPoints  Code = "framework/points"  // a higher level that counts less
	FrameworkWeights Code = "framework/weights" // no element has any weight
	FrameworkBands   Code = "framework/bands"   // bands that do not rise from 0
	UnknownLevel     Code = "framework/level"   // a level that the ladder does not have
)

// What is wrong with a process.
const (
	RequirementKind    Code = "process/requirement-kind" // a requirement that does not say what it asks for, or asks for two things
	UnknownFramework   Code = "process/framework"        // a framework that nothing defines
	UnknownElement     Code = "process/element"          // an element that the framework does not have
	UnknownMilestone   Code = "process/milestone"        // a milestone that the process does not have
	UnknownAttribute   Code = "process/attribute"        // an attribute that the process does not declare
	UnknownStage       Code = "process/stage"            // a stage or end that the process does not have
	UnknownRole        Code = "process/role"             // a role that the process does not have
	UnknownSegment     Code = "process/segment"          // a segment that the process is not for
	UnknownRequirement Code = "process/shared"           // a shared requirement that the process does not have
	UseCircle          Code = "process/use-circle"       // a shared requirement that uses itself
	SameID             Code = "process/same-id"          // one id for two different requirements
	BadComparison      Code = "process/comparison"       // an attribute compared with what it cannot be
	BadDayRelation     Code = "process/day"              // a day compared with no other, or with what is no day
	BadApproval        Code = "process/approval"         // an approval that contradicts itself
	BadMove            Code = "process/move"             // a move from or to what nobody can move
	BadSignal          Code = "process/signal"           // a signal, or a threshold of one, that there is not
	BadCalendar        Code = "process/calendar"         // a period that ends before it begins, or no working day
	ProcessEnd         Code = "process/end"              // an end that contradicts itself
	SelfLoop           Code = "process/self-loop"        // a stage that leads to itself
	ReachedCircle      Code = "process/reached-circle"   // stages that wait for each other
	NoWayToWon         Code = "process/no-way-to-won"    // no won end can be reached
	TooManyWays        Code = "stage/too-many-ways"      // more ways through the process than can be searched
)

// What is wrong with a playbook as a whole.
const (
	UnknownFile         Code = "playbook/file-kind"  // a file that does not say what it is
	DuplicateDefinition Code = "playbook/duplicate"  // one id or segment for two definitions
	EmptyPlaybook       Code = "playbook/empty"      // no process in it
	Unreadable          Code = "playbook/unreadable" // a file that cannot be read
)

// What is doubtful about the text of a file.
const (
	Comma         Code = "lint/comma"           // a text in brackets that a comma has cut in two
	TooManyDoubts Code = "lint/too-many-doubts" // more is doubtful in one file than anybody looks at at a time
)

// What is doubtful about a framework.
const (
	SellerLevel Code = "lint/seller-level" // a level above the first that the seller can reach alone
)

// What is doubtful about the way through a process.
const (
	Unreachable      Code = "lint/unreachable"       // a stage or won end that no way leads to
	DeadEnd          Code = "lint/dead-end"          // a stage without a way out
	Loop             Code = "lint/loop"              // stages that lead to each other and nowhere else
	AllOptional      Code = "lint/all-optional"      // every stage can be passed over
	ProbabilityFalls Code = "lint/probability-falls" // a later stage is less probable
	MoveAddsNothing  Code = "lint/move-adds-nothing" // a move that changes nothing
)

// What is doubtful about a gate.
const (
	EmptyGate     Code = "lint/empty-gate"         // it asks for nothing
	SellerGate    Code = "lint/seller-gate"        // the seller alone can open it
	Contradiction Code = "lint/contradiction"      // it asks for what excludes each other
	WrongSide     Code = "lint/wrong-side"         // something of one side is wanted from a role of another
	OutOfReach    Code = "lint/out-of-reach"       // a level that no way can show
	NeverVoid     Code = "lint/never-void"         // nothing undoes what must not be there
	AskedAgain    Code = "lint/asked-again"        // it asks for what was asked for before
	AsksLess      Code = "lint/asks-less"          // it asks for less than was asked for before
	SameGate      Code = "lint/same-gate"          // it opens on the day of the one before an optional stage
	AlwaysMet     Code = "lint/always-met"         // something that holds whatever happens
	DefaultMeets  Code = "lint/default-meets"      // something that holds until somebody changes a default
	Branch        Code = "lint/optional-branch"    // a branch that counts for nothing, because it is optional
	Waivable      Code = "lint/nothing-to-waive"   // something to be waived that holds up nothing
	Condition     Code = "lint/constant-condition" // a condition that is the same for every deal
	WithinValid   Code = "lint/within-validity"    // a time limit as long as the thing is valid at most
	SellerWords   Code = "lint/seller-words"       // what the buyer is to have done, named by what the seller does
)

// What is doubtful about the times of a process.
const (
	ExpectedPastLimit Code = "lint/expected-beyond-limit" // longer than the limit
	LimitBelowDwell   Code = "lint/limit-below-stay"      // shorter than the exit asks a deal to stay
	LimitUnused       Code = "lint/limit-unused"          // one behind another that always counts
	WarnPastFlag      Code = "lint/warn-beyond-flag"      // a hint that comes after the flag
)

// What nothing in a process uses.
const (
	UnaskedElement    Code = "lint/unasked-element"    // no gate asks for it
	UnusedRole        Code = "lint/unused-role"        // one that people on record can have, and that nothing asks for
	UnusedMilestone   Code = "lint/unused-milestone"   // one that can be reached, and nothing comes of it
	UnusedAttribute   Code = "lint/unused-attribute"   // one that can be set, and nothing comes of it
	UnusedRequirement Code = "lint/unused-requirement" // a shared one
)

// What is doubtful about a comment that asks for a warning to be left out.
const (
	IgnoreWithoutReason Code = "lint/ignore-without-reason" // it does not say why
	IgnoreUnknownCode   Code = "lint/ignore-unknown-code"   // it names no code that there is
	IgnoreError         Code = "lint/ignore-error"          // it is aimed at a mistake
	IgnoreUnused        Code = "lint/ignore-unused"         // it silences nothing
)

// What is wrong with a scenario.
const (
	ScenarioGiven       Code = "scenario/given"       // a file that is not there, is no scenario, or is given by itself
	ScenarioProcess     Code = "scenario/process"     // no process can be told for the deal
	ScenarioExpectation Code = "scenario/expectation" // an expectation that says not when, or not what
	ScenarioRequirement Code = "scenario/requirement" // a requirement that the process does not have
	ScenarioSignal      Code = "scenario/signal"      // a signal that there is not
	ScenarioTrack       Code = "scenario/track"       // a track that the process does not have
	ScenarioStray       Code = "scenario/stray"       // a fact that the definitions do not know
)
