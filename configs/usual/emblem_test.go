package usual_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"huiying/configs/usual"
)

// An emblem is drawn anew, small, as a PNG; what is no picture is refused.
func TestAnEmblemIsDrawnAnew(t *testing.T) {
	picture := func(w, h int) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	got, err := usual.Emblem(append(picture(640, 320), "a trailer that tells where it was taken"...))
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(got))
	if err != nil || drawn.Bounds().Dx() != 160 || drawn.Bounds().Dy() != 80 || bytes.Contains(got, []byte("trailer")) {
		t.Errorf("%v, %v", drawn.Bounds(), err)
	}
	for name, raw := range map[string][]byte{"nothing": nil, "a page": []byte("<svg onload=alert(1)>"),
		"too large": picture(5000, 20), "too small": picture(8, 8), "half": picture(64, 64)[:300],
		"too heavy": make([]byte, usual.MostEmblem+1)} {
		if _, err := usual.Emblem(raw); !errors.Is(err, usual.ErrEmblem) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
