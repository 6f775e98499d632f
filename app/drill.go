package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"huiying/configs"
)

// Drill restores a backup into a directory of its own beside the file (where that cannot be written,
// among the temporary ones), lets prove look at what came of it, and removes the directory. It touches
// no house: neither the configured data directory nor a server elsewhere that the configuration names.
func (r *Restorer) Drill(ctx context.Context, file string, prove func(h *App, dir string) error) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(file), ".huiying-drill-")
	if errors.Is(err, os.ErrPermission) {
		dir, err = os.MkdirTemp("", "huiying-drill-")
	}
	if err != nil {
		return fmt.Errorf("no place to try the backup in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if r.cfg, err = configs.Load(r.At.Config); err != nil {
		return err
	}
	r.cfg.Bus.URL, r.cfg.Index.Elastic.URL = "", ""
	r.At.Data, r.drill = dir, true
	if err := r.lay(dir, func(tmp string) error { return r.FromBackup(ctx, file, tmp) }); err != nil {
		return err
	}
	return WithApp(ctx, r.cfg, dir, func(h *App) error { return prove(h, dir) })
}
