package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"huiying/configs"
	"huiying/internal/cli"
)

// projections are what reindex throws away, below the data directory.
var projections = []string{"index", registerFile, registerFile + "-wal", registerFile + "-shm"}

// registerFile is the register, below the data directory.
const registerFile = "register.db"

func registerOf(dir string) string { return filepath.Join(dir, registerFile) }

func Reindex(ctx context.Context, cfg *configs.Config, dir string, errOut *os.File) (err error) {
	if err := setAside(dir, projections); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, putBack(dir, projections))
		}
	}()
	err = WithApp(ctx, cfg, dir, func(h *App) error {
		last, err := h.bus.LastSeq(ctx, "FINDINGS")
		if err != nil {
			return err
		}
		bar := cli.NewBar(int64(last), "indexing", errOut, false)
		err = h.index.Rebuild(ctx, func(seq uint64) { _ = bar.Set64(int64(seq)) },
			func(why error) { fmt.Fprintln(errOut, "left out:", why) })
		_ = bar.Finish()
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range projections {
		if err := os.RemoveAll(filepath.Join(dir, p+".old")); err != nil {
			return err
		}
	}
	fmt.Fprintln(errOut, "index and register are rebuilt")
	return nil
}

func setAside(dir string, names []string) error {
	for _, n := range names {
		at := filepath.Join(dir, n)
		if err := os.RemoveAll(at + ".old"); err != nil {
			return err
		}
		if err := os.Rename(at, at+".old"); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func putBack(dir string, names []string) error {
	var all error
	for _, n := range names {
		at := filepath.Join(dir, n)
		if _, err := os.Stat(at + ".old"); err != nil {
			continue
		}
		all = errors.Join(all, os.RemoveAll(at), os.Rename(at+".old", at))
	}
	return all
}
