package usual

import (
	"errors"
	"os"
	"path/filepath"
)

// WriteNew writes all files of a directory, or none. It never writes over a file.
func WriteNew(dir string, files []File) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var done []string
	defer func() {
		for _, name := range done {
			if err != nil {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		done = append(done, name)
		_, err = out.Write(f.Text)
		if err := errors.Join(err, out.Close()); err != nil {
			return err
		}
	}
	return nil
}
