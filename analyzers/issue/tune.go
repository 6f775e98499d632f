package issue

import (
	"os"
	"strconv"
)

func knob(name string, def float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil {
		return v
	}
	return def
}

var (
	kSame   = float32(knob("SAME", 0.30))
	kCore   = float32(knob("CORE", 0.6))
	kText   = float32(knob("TEXT", 0.85))
	kField  = float32(knob("FIELD", 0.8))
	kCopy   = float32(knob("COPY", 0.2))
	kName   = float32(knob("NAME", 0))
	kGram   = float32(knob("GRAM", 0.5))
	kTS     = float32(knob("TS", 0.35))
	kTW     = int(knob("TW", 12))
	kTell   = knob("TELL", 1.6)
	kCommon = float32(knob("COMMON", 0.5))
	kSame1  = float32(knob("SAME1", 0.3))
	kRich   = float32(knob("RICH", 0.2))
	kLow    = float32(knob("LOW", 0.3))
)
