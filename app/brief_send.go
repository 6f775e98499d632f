package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/app/notices"
	"huiying/bus"
	"huiying/console/leader"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
	"huiying/responders/notify/channel"
)

// armBriefings sets the timer of each period's next briefing.
func (a *App) armBriefings(ctx context.Context) error {
	clock, sent := a.Cfg.Briefing.Clock()
	for _, p := range []briefing.Period{briefing.Day, briefing.Week, briefing.Month} {
		if !sent || !a.sends(p) {
			if err := a.Bus.Cancel(ctx, "briefing."+string(p)); err != nil {
				return err
			}
			continue
		}
		armed, _, err := a.briefings.Get(ctx, armedKey(p))
		if err != nil {
			return err
		}
		from, at := p.NextToSend(a.Now(), clock, string(armed))
		if err := a.armBriefing(ctx, p, from, at); err != nil {
			return err
		}
	}
	return nil
}

// armedKey is where the notebook says which period's briefing is to be sent next.
func armedKey(p briefing.Period) string { return "next/" + string(p) }

func (a *App) sends(p briefing.Period) bool {
	for _, x := range a.Cfg.Briefing.Periods {
		if x == string(p) {
			return true
		}
	}
	return false
}

func (a *App) armBriefing(ctx context.Context, p briefing.Period, from, at time.Time) error {
	if err := a.briefings.Put(ctx, armedKey(p), []byte(from.Format(time.DateOnly))); err != nil {
		return err
	}
	return a.Bus.Schedule(ctx, "briefing."+string(p), at, []byte(from.Format(time.DateOnly)))
}

// briefingDue sends the briefing of a period that is over. The next is armed first, so that one
// that cannot be sent stops none of those after it.
func (a *App) briefingDue(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	p, err := briefing.ParsePeriod(strings.TrimPrefix(msg.Subject, "due.briefing."))
	if err != nil {
		return nil, bus.Final(err)
	}
	clock, sent := a.Cfg.Briefing.Clock()
	from, err := time.ParseInLocation(time.DateOnly, string(msg.Data), China)
	if err != nil || !sent || !a.sends(p) {
		return nil, nil // an order of a configuration that is no more
	}
	next, at := p.NextDue(a.Now(), clock)
	if err := a.armBriefing(ctx, p, next, at); err != nil {
		return nil, err
	}
	return nil, a.sendBriefing(ctx, p, from)
}

// sendBriefing makes the files once and hands them to everybody who has not got them yet.
func (a *App) sendBriefing(ctx context.Context, p briefing.Period, from time.Time) error {
	b, err := briefer{a}.Briefing(ctx, from, string(p), "")
	if err != nil {
		return err
	}
	files, err := a.briefingFiles(b)
	if err != nil {
		return err
	}
	subject, text := leader.BriefingTitle(b, "zh"), briefing.Summary(b)
	var failed error
	for _, to := range a.Cfg.Briefing.To {
		key := "sent/" + string(p) + "/" + to
		if last, _, err := a.briefings.Get(ctx, key); err == nil && briefing.HasGot(string(last), b.Date) {
			continue
		}
		if err := a.sender.Send(ctx, to, subject, text, files); err != nil {
			failed = errors.Join(failed, fmt.Errorf("briefing to %s: %w", to, err))
			continue
		}
		a.Log.Info("briefing sent", zap.String("period", string(p)), zap.String("date", b.Date), zap.String("to", to))
		failed = errors.Join(failed, a.briefings.Put(ctx, key, []byte(b.Date)))
	}
	return failed
}

// briefingFiles makes the files of every format. Without a font the others are sent all the same.
func (a *App) briefingFiles(b pagedata.Briefing) ([]briefing.File, error) {
	var files []briefing.File
	for _, ext := range a.Cfg.Briefing.Formats {
		var out bytes.Buffer
		err := leader.RenderBriefing(&out, b, leader.BriefingFile{Ext: ext, Lang: "zh", Link: a.Cfg.Briefing.Link, Font: a.Cfg.Briefing.Font})
		if err != nil && ext == "pdf" && len(a.Cfg.Briefing.Formats) > 1 {
			a.Log.Error("the briefing could not be written as PDF; the other files are sent", zap.Error(err))
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, briefing.File{Name: leader.BriefingName(b, ext), Kind: leader.BriefingKind(ext), Data: out.Bytes()})
	}
	return files, nil
}

// briefingSender takes a briefing where its address says: into a directory, or through a channel of
// notices.
type briefingSender struct{ post *notices.Post }

// Send is briefing.Sender.Send.
func (c briefingSender) Send(ctx context.Context, to, subject, text string, files []briefing.File) error {
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
	return c.post.Send(ctx, id, files[0].Name, subject, text, carried...)
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
