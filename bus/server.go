package bus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/zap"
)

// embed starts the server inside this process, on a directory that nobody else uses.
func (b *Bus) embed(ctx context.Context, o Options) error {
	if o.Dir == "" {
		return errors.New("no directory for the log: give Dir, or the URL of a NATS server")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return err
	}
	b.dir = dir
	if err := writable(dir); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	held, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("cannot lock %s: %w", dir, err)
	}
	if !held {
		return fmt.Errorf("%s: %w", dir, ErrInUse)
	}
	b.lock = lock
	faults, err := Inspect(dir, o.Ends)
	if err == nil && len(faults) > 0 {
		err = &DamagedError{faults}
	}
	if err != nil {
		return err
	}
	dropped, err := dropBadDescriptions(dir)
	if err != nil {
		return err
	}
	for _, stream := range dropped {
		b.log.Warn("the description of a stream was not whole and is made anew", zap.String("stream", stream))
	}
	b.srv, err = server.NewServer(&server.Options{
		ServerName: o.Name,
		DontListen: true, // in-process only: no port, so nothing to guard
		JetStream:  true,
		StoreDir:   dir,
		SyncAlways: !b.late, // an acknowledged write is on disk (Jepsen, NATS 2.12.1)
		NoSigs:     true,    // signals belong to cmd
		MaxPayload: 8 << 20,
	})
	if err != nil {
		return fmt.Errorf("embedded log: %w", err)
	}
	b.srv.SetLoggerV2(serverLog{b.log.Named("nats").Sugar()}, false, false, false)
	b.srv.Start()
	// After a kill the streams are read whole, about 1 GiB a second; so no limit of ours
	// beside the caller's.
	for !b.srv.ReadyForConnections(100 * time.Millisecond) {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("the embedded log in %s was not ready in time: %w", dir, err)
		}
		if !b.srv.Running() {
			return fmt.Errorf("the embedded log in %s did not start: see the log lines of nats", dir)
		}
	}
	if !b.srv.JetStreamEnabled() {
		return errors.Join(fmt.Errorf("the embedded log in %s could not open its store: see the log lines of nats", dir), writable(dir))
	}
	return nil
}

// syncDir puts everything below a directory on the disk.
func syncDir(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		var f *os.File
		if err == nil {
			f, err = os.Open(path)
		}
		if errors.Is(err, fs.ErrNotExist) { // the server works beside us
			return nil
		}
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// probe is what must fit on the disk for a start to make sense.
const probe = 1 << 20

// writable proves by doing that the directory takes data, synced.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("cannot make the directory of the log: %w: choose one on a writable disk that belongs to the account running huiying", err)
	}
	f, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, probe))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return nil
}

// diskFault looks whether silence has its cause on the disk: a server that cannot write does
// not answer. nil when the log is remote or its disk is well.
func (b *Bus) diskFault() error {
	if b.dir == "" {
		return nil
	}
	if err := writable(b.dir); err != nil {
		return err
	}
	if b.srv != nil && b.srv.Running() && !b.srv.JetStreamEnabled() {
		return fmt.Errorf("%w (the server has closed its store; its disk takes data again now)", ErrFull)
	}
	return nil
}

// serverLog hands the server's words to our log. None of them contains a payload.
type serverLog struct{ *zap.SugaredLogger }

func (l serverLog) Noticef(f string, v ...any) { l.SugaredLogger.Debugf(f, v...) } // its banner is long
func (l serverLog) Fatalf(f string, v ...any)  { l.SugaredLogger.Errorf(f, v...) } // never ends the process
func (l serverLog) Tracef(f string, v ...any)  { l.SugaredLogger.Debugf(f, v...) }
