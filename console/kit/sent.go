package kit

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// Sent reads a form that may have one file. The library's own reader would write large ones to disk.
func Sent(r *http.Request, file string) (fields url.Values, raw []byte, name string, err error) {
	fields = url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return fields, nil, "", err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, raw, name, nil
		}
		if err != nil {
			return fields, nil, "", err
		}
		b, err := io.ReadAll(part)
		if err != nil {
			return fields, nil, "", err
		}
		if part.FormName() == file {
			raw, name = b, path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
		} else {
			fields.Add(part.FormName(), string(b))
		}
	}
}
