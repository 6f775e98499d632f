package facts

import (
	"context"
	"time"

	"huiying/opinion"
)

// Uploads are files that people bring through a page: looked at first, stored when they say so. A
// file is held in memory alone, by the process that took it, and forgotten after a while. Whoever
// brought one is the only one who sees it; its errors are of kit.
type Uploads interface {
	// Homes are the sources that files may come from, and the meanings that a column can have.
	Homes() (sources []string, meanings []string)
	// Take holds a file and begins to look at it.
	Take(ctx context.Context, by, source, name string, raw []byte) (id string, err error)
	// Upload is how a file stands.
	Upload(by, id string) (Upload, error)
	// Say tells what columns mean, and has the file looked at again.
	Say(by, id string, columns map[string]string) error
	// Import begins to store what was shown.
	Import(by, id string) error
	// Drop forgets a file.
	Drop(by, id string) error
}

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
}

// UploadFault is a record that would be refused.
type UploadFault struct{ Where, Code string }

// UploadRecord is a record as it would be stored, and how it would be judged.
type UploadRecord struct {
	Where string
	opinion.Finding
}
