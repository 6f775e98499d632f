package facts

import (
	"time"

	"huiying/opinion"
)

// UploadPhase is how far an upload is.
type UploadPhase string

// The phases.
const (
	UploadLooking   UploadPhase = "looking"
	UploadAsks      UploadPhase = "asks" // waits for whoever brought it
	UploadImporting UploadPhase = "importing"
	UploadDone      UploadPhase = "done"
	UploadBroke     UploadPhase = "broke" // storing failed; it may be tried again
)

// Upload is a file between a person's hand and the log. Nothing in it identifies a person.
type Upload struct {
	ID, Name, Source string
	Phase            UploadPhase
	Percent          int           // of looking or storing
	Left             time.Duration // likely until it ends; 0: not known yet

	Sheets                       []UploadSheet
	Records, Good                int // found; that would be stored
	Texts, Times, Places         int // of those
	Untimed, Dropped             int // times that cannot be read; fields about persons
	Refused                      map[string]int
	Faults                       []UploadFault
	First                        []UploadRecord
	Unclaimed                    []string // columns that stop the import
	Added, Known, Taken, Refusal int      // while and after it is stored; Refusal: records refused
}

// UploadSheet is what was understood of a table.
type UploadSheet struct {
	Name    string
	Hidden  bool
	Header  int // line; 0: none was found, nothing is read
	Columns []UploadColumn
}

// UploadColumn is what was understood of a column.
type UploadColumn struct {
	Label, Means string // Means as the configuration names it; "": not understood
	Samples      []string
	Filled       int
	Unclaimed    bool
	Behind       string // the column of texts that is read before this one; "" where none is
}

// UploadFault is a record that would be refused.
type UploadFault struct{ Where, Code string }

// UploadRecord is a record as it would be stored, and how it would be judged.
type UploadRecord struct {
	Where string
	opinion.Finding
}
