package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"huiying/bus"
	"huiying/internal/wholefile"
)

// restored says how far the restore of a backup has come. It lies where the directory is made, so
// that a restore that was cut short goes on.
type restored struct {
	From  string    `json:"from"` // seal of the backup
	Made  time.Time `json:"made"`
	Whole []string  `json:"whole"` // streams that are there and on the disk
	Begun string    `json:"begun"` // the stream under way, of which anything may be there

	dir string
}

// left is what is to be done once the log is in place.
type left struct {
	Undone []bus.Msg `json:"undone"`
	Begins []string  `json:"begins"`
	Since  time.Time `json:"since"`
}

const restoredFile = "restored.json"

// restoredIn reads how far a restore of the backup with a seal has come in a directory. One of
// another backup, or none, begins anew.
func restoredIn(dir, seal string) (r restored, err error) {
	b, err := os.ReadFile(filepath.Join(dir, restoredFile))
	if err == nil && json.Unmarshal(b, &r) == nil && r.From == seal {
		r.dir = dir
		return r, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	return restored{From: seal, dir: dir}, errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o750))
}

func (r *restored) has(stream string) bool { return slices.Contains(r.Whole, stream) }

// dropBegun removes what an embedded log, which no server has open, has of the stream under way: a
// kill leaves anything of it, which a server would refuse as damage, or take for the whole.
func (r *restored) dropBegun(tmp string) error {
	if r.Begun == "" {
		return nil
	}
	return os.RemoveAll(bus.StreamDir(filepath.Join(tmp, "log"), r.Begun))
}

// begin notes that a stream is put back from now on; mine: it was begun before, and what there is of
// it is of this restore.
func (r *restored) begin(stream string) (mine bool, err error) {
	mine = r.Begun == stream
	r.Begun = stream
	return mine, r.keep()
}

// whole notes that the stream under way is there.
func (r *restored) whole() error {
	r.Whole, r.Begun = append(r.Whole, r.Begun), ""
	return r.keep()
}

func (r *restored) keep() error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(r.dir, restoredFile), b)
}
