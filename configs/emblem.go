package configs

import (
	"bytes"
	"errors"
	"image/png"
	"io/fs"
)

// Limits of an emblem's file.
const (
	mostEmblem = 256 << 10 // bytes
	mostPixels = 512       // of a side
)

var errEmblem = errors.New("no small PNG")

// Emblem is the office's emblem, a small PNG; nil: there is none.
func (c *Config) Emblem() ([]byte, error) {
	if c.Site.Emblem == "" {
		return nil, nil
	}
	raw, err := fs.ReadFile(c.dir, c.Site.Emblem)
	if err != nil {
		return nil, err
	}
	head, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || len(raw) > mostEmblem || max(head.Width, head.Height) > mostPixels {
		return nil, errors.Join(errEmblem, err)
	}
	return raw, nil
}

func (r *reader) checkEmblem() {
	if _, err := r.c.Emblem(); err != nil {
		r.fault(r.c.at(mainFile, "site.emblem"), "fault.site.emblem", r.c.Site.Emblem)
	}
}
