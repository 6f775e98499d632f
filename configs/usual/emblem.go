package usual

import (
	"bytes"
	"errors"
	"image"
	_ "image/gif"  // an emblem may be one
	_ "image/jpeg" // or one of these
	"image/png"

	"golang.org/x/image/draw"
)

// Limits of an emblem.
const (
	MostEmblem  = 2 << 20 // bytes of the picture that is given
	mostSide    = 4096    // of its pixels: a small file can unpack to a very large picture
	emblemSide  = 160     // of the longer side of what is kept
	leastEmblem = 16      // of both sides
)

// ErrEmblem: a picture that is none, or too large or too small.
var ErrEmblem = errors.New("this is no picture for an emblem")

// Emblem reads a picture (PNG, JPEG, GIF) and draws it anew as a small PNG: what else a file holds (places,
// names, programs) is left behind.
func Emblem(raw []byte) ([]byte, error) {
	if len(raw) > MostEmblem {
		return nil, ErrEmblem
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || max(head.Width, head.Height) > mostSide || min(head.Width, head.Height) < leastEmblem {
		return nil, errors.Join(ErrEmblem, err)
	}
	from, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, errors.Join(ErrEmblem, err)
	}
	w, h := head.Width, head.Height
	if long := max(w, h); long > emblemSide {
		w, h = max(1, w*emblemSide/long), max(1, h*emblemSide/long)
	}
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := png.Encode(&b, to); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
