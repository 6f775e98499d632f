package briefings

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/console/leader"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
	"huiying/responders/notify/channel"
)

// Arm sets the timer of each period's next briefing.
func (b *Briefer) Arm(ctx context.Context) error {
	clock, sent := b.Cfg.Briefing.Clock()
	for _, p := range []briefing.Period{briefing.Day, briefing.Week, briefing.Month} {
		if !sent || !b.sends(p) {
			if err := b.Bus.Cancel(ctx, "briefing."+string(p)); err != nil {
				return err
			}
			continue
		}
		armed, _, err := b.Kept.Get(ctx, armedKey(p))
		if err != nil {
			return err
		}
		from, at := p.NextToSend(b.Now(), clock, string(armed))
		if err := b.arm(ctx, p, from, at); err != nil {
			return err
		}
	}
	return nil
}

// armedKey is where the bucket says which period's briefing is to be sent next.
func armedKey(p briefing.Period) string { return "next/" + string(p) }

func (b *Briefer) sends(p briefing.Period) bool {
	for _, x := range b.Cfg.Briefing.Periods {
		if x == string(p) {
			return true
		}
	}
	return false
}

func (b *Briefer) arm(ctx context.Context, p briefing.Period, from, at time.Time) error {
	if err := b.Kept.Put(ctx, armedKey(p), []byte(from.Format(time.DateOnly))); err != nil {
		return err
	}
	return b.Bus.Schedule(ctx, "briefing."+string(p), at, []byte(from.Format(time.DateOnly)))
}

// Due sends the briefing of a period that is over. The next is armed first, so that one
// that cannot be sent stops none of those after it.
func (b *Briefer) Due(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	p, err := briefing.ParsePeriod(strings.TrimPrefix(msg.Subject, "due.briefing."))
	if err != nil {
		return nil, bus.Final(err)
	}
	clock, sent := b.Cfg.Briefing.Clock()
	from, err := time.ParseInLocation(time.DateOnly, string(msg.Data), opinion.Beijing)
	if err != nil || !sent || !b.sends(p) {
		return nil, nil // an order of a configuration that is no more
	}
	next, at := p.NextDue(b.Now(), clock)
	if err := b.arm(ctx, p, next, at); err != nil {
		return nil, err
	}
	return nil, b.send(ctx, p, from)
}

// send makes the files once and hands them to everybody who has not got them yet.
func (b *Briefer) send(ctx context.Context, p briefing.Period, from time.Time) error {
	page, err := b.Briefing(ctx, from, string(p), "")
	if err != nil {
		return err
	}
	made, err := b.files(page)
	if err != nil {
		return err
	}
	subject, text := leader.BriefingTitle(page, "zh"), briefing.Summary(page)
	var failed error
	for _, to := range b.Cfg.Briefing.To {
		key := "sent/" + string(p) + "/" + to
		if last, _, err := b.Kept.Get(ctx, key); err == nil && briefing.HasGot(string(last), page.Date) {
			continue
		}
		if err := b.Sender.Send(ctx, to, subject, text, made); err != nil {
			failed = errors.Join(failed, fmt.Errorf("briefing to %s: %w", to, err))
			continue
		}
		b.Log.Info("briefing sent", zap.String("period", string(p)), zap.String("date", page.Date),
			zap.String("to", to))
		failed = errors.Join(failed, b.Kept.Put(ctx, key, []byte(page.Date)))
	}
	return failed
}

// files makes the files of every format. Without a font the others are sent all the same.
func (b *Briefer) files(page pagedata.Briefing) ([]briefing.File, error) {
	var files []briefing.File
	for _, ext := range b.Cfg.Briefing.Formats {
		var out bytes.Buffer
		err := leader.RenderBriefing(&out, page, leader.BriefingFile{Ext: ext, Lang: "zh",
			Link: b.Cfg.Briefing.Link, Font: b.Cfg.Briefing.Font, Paper: PaperOf(b.Cfg)})
		if err != nil && ext == "pdf" && len(b.Cfg.Briefing.Formats) > 1 {
			b.Log.Error("the briefing could not be written as PDF; the other files are sent", zap.Error(err))
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, briefing.File{Name: leader.BriefingName(page, ext),
			Kind: leader.BriefingKind(ext), Data: out.Bytes()})
	}
	return files, nil
}

// PaperOf is how the office heads and ends its briefings.
func PaperOf(cfg *configs.Config) leader.Paper {
	p := cfg.Briefing.Paper
	out := leader.Paper{Name: p.Name, Office: p.Office, To: p.To, Sign: p.Sign}
	for _, u := range cfg.Units {
		if out.Office == "" && u.ID == cfg.Coordinator() {
			out.Office = cmp.Or(u.Name, u.ID)
		}
	}
	return out
}

// Sender takes a briefing where its address says: into a directory, or through a channel of
// notices.
type Sender struct{ Channels Channels }

// Channels tell something with files, now and once for each key.
type Channels interface {
	Send(ctx context.Context, id, key, subject, text string, files ...channel.File) error
}

// Send is briefing.Sender.Send.
func (c Sender) Send(ctx context.Context, to, subject, text string, files []briefing.File) error {
	id, ok := strings.CutPrefix(to, "channel:")
	if !ok {
		return folders{}.Send(ctx, to, subject, text, files)
	}
	if len(files) == 0 {
		return bus.Final(fmt.Errorf("there is no channel %q under notify.channels", id))
	}
	carried := make([]channel.File, len(files))
	for i, f := range files {
		carried[i] = channel.File(f)
	}
	return c.Channels.Send(ctx, id, files[0].Name, subject, text, carried...)
}

// folders puts briefings into directories.
type folders struct{}

// Send writes the files under their names, each whole or not at all. A briefing of the same
// period is written over: it tells the same.
func (folders) Send(_ context.Context, to, _, _ string, files []briefing.File) error {
	dir, ok := strings.CutPrefix(to, "file:")
	if !ok {
		return bus.Final(fmt.Errorf("nothing takes briefings there; briefing.to may be file:/a/directory or channel:ID"))
	}
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		if err := os.WriteFile(name+".part", f.Data, 0o640); err != nil {
			return err
		}
		if err := os.Rename(name+".part", name); err != nil {
			return err
		}
	}
	return nil
}
