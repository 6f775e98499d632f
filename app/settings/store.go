package settings

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"huiying/bus"
	"huiying/configs"
	"huiying/console/kit"
	"huiying/words"
)

// Version says of one version of the configuration who made it.
type Version struct {
	Number int       `json:"number"` // 0: the files, as they were before the first change
	At     time.Time `json:"at"`
	By     string    `json:"by"` // id of an account; "local": who holds the data directory; "files": nobody
	Reason string    `json:"reason"`
	// Restores is the version whose files it has again; nil where somebody changed something.
	Restores *int `json:"restores,omitempty"`
}

// Change is a configuration that somebody wants instead of the one that he saw.
type Change struct {
	By, Reason string
	Expected   int // the version that he saw; another one now, and nothing is changed
	Restores   *int
	Files      configs.Files // all of them
}

// Parts are what a Store takes of a process.
type Parts struct {
	Log  *bus.Bus
	Base *configs.Config // of the directory, which leads until the first change
	// Check says what else is wrong with a configuration that loads, as `huiying check` does.
	Check func(*configs.Config) (configs.Diagnostics, error)
	Now   func() time.Time
}

// Store (配置的版本) are the versions of a configuration in the log.
type Store struct {
	Parts

	mu       sync.Mutex
	seq      uint64 // of the log that is known
	versions []Version
	at       []uint64         // of each version in the log
	files    configs.Files    // of the last version
	where    map[string]whose // which message has a text
}

type whose struct {
	seq  uint64
	name string
}

// New makes a Store, which reads the log when it is asked.
func New(p Parts) *Store { return &Store{Parts: p, where: map[string]whose{}} }

const (
	stream  = "SETTINGS"
	subject = "settings.version"
)

// record is a version as the log has it: the hash of every text, and the texts that no version
// before had.
type record struct {
	Version
	Before string            `json:"before,omitempty"` // hash of the record before it
	Files  map[string]string `json:"files"`
	Texts  map[string]string `json:"texts,omitempty"` // by name
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// Current is the version in force, and its files. Number 0: nothing was changed yet, the files of
// the directory lead.
func (s *Store) Current(ctx context.Context) (Version, configs.Files, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.read(ctx); err != nil {
		return Version{}, nil, err
	}
	return s.current()
}

// current is the last version that is known. s.mu is held.
func (s *Store) current() (Version, configs.Files, error) {
	if n := len(s.versions); n > 0 {
		return s.versions[n-1], s.files, nil
	}
	files, err := s.Base.Texts()
	return Version{}, files, err
}

// Leads says whether the log leads, and not the files of the directory.
func (s *Store) Leads(ctx context.Context) (bool, error) {
	v, _, err := s.Current(ctx)
	return v.Number > 0, err
}

// Versions are all versions, the newest first. None: the files lead.
func (s *Store) Versions(ctx context.Context) ([]Version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.read(ctx)
	out := slices.Clone(s.versions)
	slices.Reverse(out)
	return out, err
}

// Version is one version with its files.
func (s *Store) Version(ctx context.Context, number int) (Version, configs.Files, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.read(ctx); err != nil {
		return Version{}, nil, err
	}
	if len(s.versions) == 0 && number == 0 {
		return s.current()
	}
	i := slices.IndexFunc(s.versions, func(v Version) bool { return v.Number == number })
	if i < 0 {
		return Version{}, nil, &kit.Error{Kind: kit.NotFound, Code: "no_version",
			Phrase: words.Of("settings.no_version", number)}
	}
	r, err := s.recordAt(ctx, s.at[i])
	if err != nil {
		return Version{}, nil, err
	}
	files, err := s.texts(ctx, r)
	return r.Version, files, err
}

func (s *Store) recordAt(ctx context.Context, seq uint64) (r record, err error) {
	msg, err := s.Log.At(ctx, stream, seq)
	if err == nil {
		err = msg.Decode(&r)
	}
	return r, err
}

// texts are the files of a record. Each stands in it, or in the one that had it first.
func (s *Store) texts(ctx context.Context, r record) (configs.Files, error) {
	out, read := configs.Files{}, map[uint64]record{}
	for name, hash := range r.Files {
		if text, here := r.Texts[name]; here {
			out[name] = text
			continue
		}
		from, known := s.where[hash]
		if !known {
			return nil, fmt.Errorf("version %d: the log lacks its text of %s", r.Number, name)
		}
		first, ok := read[from.seq]
		if !ok {
			var err error
			if first, err = s.recordAt(ctx, from.seq); err != nil {
				return nil, err
			}
			read[from.seq] = first
		}
		out[name] = first.Texts[from.name]
	}
	for name, text := range out {
		if sum(text) != r.Files[name] {
			return nil, fmt.Errorf("version %d: its text of %s is not what was stored", r.Number, name)
		}
	}
	return out, nil
}

// read takes what the log has more. s.mu is held.
func (s *Store) read(ctx context.Context) error {
	var last *record
	seq, err := s.Log.Read(ctx, stream, "", s.seq+1, func(m bus.Msg) error {
		var r record
		if err := m.Decode(&r); err != nil {
			return err
		}
		for name, text := range r.Texts {
			if _, known := s.where[sum(text)]; !known {
				s.where[sum(text)] = whose{m.Seq, name}
			}
		}
		s.versions, s.at, last = append(s.versions, r.Version), append(s.at, m.Seq), &r
		return nil
	})
	if err != nil {
		return err
	}
	if s.seq = seq; last != nil {
		s.files, err = s.texts(ctx, *last)
	}
	return err
}

// Try loads files as they would come in force instead of the current ones, and says everything that
// is wrong with them. It changes nothing.
func (s *Store) Try(ctx context.Context, files configs.Files) (*configs.Config, configs.Diagnostics, error) {
	_, before, err := s.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s.load(files, before)
}

// Load is the configuration of files that stand in the log.
func (s *Store) Load(files configs.Files) (*configs.Config, configs.Diagnostics, error) {
	return s.load(files, nil)
}

func (s *Store) load(files, before configs.Files) (*configs.Config, configs.Diagnostics, error) {
	for name := range files {
		if !configs.Plain(name) {
			return nil, configs.Diagnostics{{File: name, Code: "file", Words: words.Of("fault.file.name")}}, nil
		}
	}
	cfg, err := s.Base.Over(files, before)
	var faults configs.Diagnostics
	if err != nil && !errors.As(err, &faults) {
		return nil, nil, err
	}
	if len(faults) > 0 || s.Check == nil {
		return cfg, faults, nil
	}
	faults, err = s.Check(cfg)
	return cfg, faults, err
}

// Change stores a new version, if the one that was seen is still the last one and the new one has no
// fault; else it changes nothing. It returns when the version is on disk; every process takes it from
// the log.
//
// Errors: a stale version and one without a reason or a difference are *kit.Error, whose words say
// what to do.
func (s *Store) Change(ctx context.Context, c Change) (Version, configs.Diagnostics, error) {
	if c.Reason == "" {
		return Version{}, nil, refuse(kit.Invalid, "no_reason")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.read(ctx); err != nil {
		return Version{}, nil, err
	}
	was, before, err := s.current()
	if err != nil {
		return was, nil, err
	}
	switch {
	case was.Number != c.Expected:
		return was, nil, stale(was)
	case before.Same(c.Files):
		return was, nil, refuse(kit.Invalid, "nothing")
	}
	if _, faults, err := s.load(c.Files, before); err != nil || len(faults) > 0 {
		return was, faults, err
	}
	messages, next, err := s.messages(ctx, was, before, c)
	if err != nil {
		return was, nil, err
	}
	after := s.seq
	messages[0].After = &after
	_, err = s.Log.Publish(ctx, messages...)
	if errors.Is(err, bus.ErrConflict) { // somebody was quicker
		if err := s.read(ctx); err != nil {
			return was, nil, err
		}
		was, _, _ = s.current()
		return was, nil, stale(was)
	}
	if err == nil {
		err = s.read(ctx)
	}
	return next, nil, err
}

// messages are a version as it is stored, the files before the first one with it.
func (s *Store) messages(ctx context.Context, was Version, before configs.Files, c Change) (
	out []bus.Message, next Version, err error) {
	now, hash := s.Now().UTC(), ""
	next = Version{Number: was.Number + 1, At: now, By: c.By, Reason: c.Reason, Restores: c.Restores}
	known := map[string]bool{}
	for h := range s.where {
		known[h] = true
	}
	add := func(v Version, files configs.Files) error {
		r := record{Version: v, Before: hash, Files: map[string]string{}, Texts: map[string]string{}}
		for name, text := range files {
			h := sum(text)
			if r.Files[name] = h; !known[h] {
				known[h], r.Texts[name] = true, text
			}
		}
		data, err := json.Marshal(r)
		hash = sum(string(data))
		out = append(out, bus.Message{Subject: subject, Data: data})
		return err
	}
	if len(s.versions) == 0 {
		err = add(Version{At: now, By: "files"}, before)
	} else {
		var last bus.Msg
		if last, err = s.Log.At(ctx, stream, s.at[len(s.at)-1]); err == nil {
			hash = sum(string(last.Data))
		}
	}
	if err == nil {
		err = add(next, c.Files)
	}
	return out, next, err
}

// Undo stores a version that has what an older one had.
func (s *Store) Undo(ctx context.Context, by, reason string, expected, to int) (Version, configs.Diagnostics, error) {
	_, files, err := s.Version(ctx, to)
	if err != nil {
		return Version{}, nil, err
	}
	return s.Change(ctx, Change{By: by, Reason: reason, Expected: expected, Restores: &to, Files: files})
}

// Follow tells of each version that comes after one, in order, until ctx ends.
func (s *Store) Follow(ctx context.Context, after int, told func(Version, configs.Files)) error {
	s.mu.Lock()
	err := s.read(ctx)
	from := uint64(1)
	for i, v := range s.versions {
		if v.Number <= after {
			from = s.at[i] + 1
		}
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.Log.Follow(ctx, stream, from, 100, 0, func([]bus.Msg) error {
		v, files, err := s.Current(ctx)
		if err == nil && v.Number > after { // of several that came at once the last counts
			after = v.Number
			told(v, files)
		}
		return err
	})
}

func refuse(kind kit.Kind, code string) error {
	return &kit.Error{Kind: kind, Code: "settings_" + code, Phrase: words.Of("settings." + code)}
}

// stale says who was quicker.
func stale(now Version) error {
	return &kit.Error{Kind: kit.Stale, Code: "settings_stale",
		Phrase: words.Of("settings.stale", now.Number, now.By, now.Reason)}
}
