package upload

import (
	"context"

	"huiying/console/facts"
)

// Uploads are files that people bring through a page: looked at first, stored when they say so. A
// file is held in memory alone, by the process that took it, and forgotten after a while. Whoever
// brought one is the only one who sees it; its errors are of kit.
type Uploads interface {
	// Homes are the sources that files may come from, and the meanings that a column can have.
	Homes() (sources []string, meanings []string)
	// Ends are how names of files that can be read end, with their dots.
	Ends() []string
	// Take holds a file and begins to look at it.
	Take(ctx context.Context, by, source, name string, raw []byte) (id string, err error)
	// Upload is how a file stands.
	Upload(by, id string) (facts.Upload, error)
	// Say tells what columns mean, and has the file looked at again.
	Say(by, id string, columns map[string]string) error
	// Import begins to store what was shown.
	Import(by, id string) error
	// Drop forgets a file.
	Drop(by, id string) error
}
