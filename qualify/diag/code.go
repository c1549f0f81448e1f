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
