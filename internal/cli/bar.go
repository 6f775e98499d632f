package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// NewBar is a bar on w of something that has an end (most; -1: not known yet). It shows itself to a
// person only.
func NewBar(most int64, what string, w io.Writer, bytes bool) *progressbar.ProgressBar {
	visible := false
	if f, ok := w.(*os.File); ok {
		visible = tty(f)
	}
	return progressbar.NewOptions64(most, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes), progressbar.OptionShowCount(), progressbar.OptionSetVisibility(visible),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
}
