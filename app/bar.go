package app

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

func NewBar(most int64, what string, w io.Writer, bytes bool) *progressbar.ProgressBar {
	visible := false
	if f, ok := w.(*os.File); ok {
		visible = tty(f)
	}
	return progressbar.NewOptions64(most, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes), progressbar.OptionShowCount(), progressbar.OptionSetVisibility(visible),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
}
