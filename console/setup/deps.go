package setup

import "context"

// Answers are what only the office itself knows of what is to be made.
type Answers struct {
	Division string   // code; "" until it was chosen
	Office   string   // name of the office that coordinates
	Contact  string   // how sites reach it
	Records  []string // 备案号
	Site     string   // 网站标识码
	Emblem   []byte   // a small PNG; nil: none
	List     List     // of the place's departments; the zero value: none
}

// List is a list of departments that the office has, and what a person took of what it proposes.
type List struct {
	Name    string // of the file
	Raw     []byte // in memory alone
	Columns map[string]string
	Taken   []string // keys of proposals
}

// Read is what was understood of a list.
type Read struct {
	Columns   []Column
	Meanings  []string // that a column can have
	Units     int
	Dropped   int // cells that may tell of persons
	Proposals []Proposal
	Unknown   []string // departments that nothing is known to be in charge of
}

// Column is a column of a list: its meaning is one of Read.Meanings, "person", or "".
type Column struct{ Label, Means string }

// Proposal is one change with its evidence, in words.
type Proposal struct{ Key, Words string }

// Admin is the first administrator.
type Admin struct{ ID, Name, Password, Again string }

// Place is a division that a name can mean.
type Place struct{ Code, Name string } // with what lies above it

// Preview is what would be made.
type Preview struct {
	Place   string
	Own     []Unit // of the place itself
	Above   int    // units of what lies above it
	Below   int    // and below it
	Topics  int    // that have a unit, of all
	All     int
	Clocks  []string
	Sources []Source
	Faults  []string // as check tells them; none: it runs
}

// Unit is an office with what it is in charge of.
type Unit struct {
	Name   string
	Topics []string
}

// Source is where letters come from.
type Source struct{ ID, Name string }

// Maker makes a configuration. Its errors are of kit.
type Maker interface {
	// Find are the divisions that a name or a code can mean, and, where there is none, what comes
	// nearest, in words.
	Find(query, lang string) (found []Place, nearest string)
	// Place is one division, with what lies above it; "" where there is none.
	Place(code string) string
	// OfficeOf is how the coordinating office of a division is usually called.
	OfficeOf(code string) string
	// Tidy writes answers as they are kept, and says which fields are wrong, by phrase.
	Tidy(a Answers) (tidy Answers, wrong map[string]string)
	// Emblem reads a picture and draws it anew.
	Emblem(raw []byte) ([]byte, error)
	// Ends are how names of files of lists end; Read says what was understood of one.
	Ends() []string
	Read(a Answers, lang string) (Read, error)
	// Look is what would be made.
	Look(a Answers, lang string) (Preview, error)
	// Begin writes it, keeps who is the first administrator, and lets the program start.
	Begin(ctx context.Context, a Answers, first Admin) error
}
