package collecting

import (
	"context"
	"errors"
	"strings"

	"huiying/opinion"
	"huiying/register"
)

// A report comes again with another text where its source corrected it: under the ticket number or
// the address that it had. The newer text is a mention that replaces the older one. Where nothing
// says that the name is the report's alone (opinion.Draft.Unique), it may be a serial number that
// begins anew in each file; then the texts must be alike, for what somebody asked must never go
// because somebody else asks something under the same number.

// version is the newest text of a report, as far as this process knows.
type version struct {
	mention string
	sketch  sketch
}

// versions are those of mentions that this process took lately, perhaps not judged yet: two
// generations, so that they stay few.
type versions struct{ recent, older map[string]version }

// mostVersions bounds one generation.
const mostVersions = 50_000

func (v *versions) of(report string) (version, bool) {
	if found, ok := v.recent[report]; ok {
		return found, true
	}
	found, ok := v.older[report]
	return found, ok
}

func (v *versions) note(report string, is version) {
	if len(v.recent) >= mostVersions || v.recent == nil {
		v.older, v.recent = v.recent, map[string]version{}
	}
	v.recent[report] = is
}

// replace says of each new mention of one source which one it corrects. in.mu is not held.
func (in *Inbox) replace(ctx context.Context, fresh []opinion.Mention) error {
	reports := make([]string, len(fresh))
	for i, m := range fresh {
		reports[i] = m.Report()
	}
	stored, err := in.book.Latest(ctx, reports)
	if err != nil {
		return err
	}
	here := map[string]version{}
	for i := range fresh {
		report := reports[i]
		if report == "" {
			continue
		}
		is := version{fresh[i].ID, sketchOf(fresh[i])}
		was, ok := here[report]
		if !ok {
			in.mu.Lock()
			was, ok = in.versions.of(report)
			in.mu.Unlock()
		}
		if !ok && stored[report] != "" {
			if was, ok, err = in.stored(ctx, stored[report]); err != nil {
				return err
			}
		}
		if ok && was.mention != is.mention && corrects(fresh[i], is.sketch, was.sketch) {
			fresh[i].Replaces = was.mention
		}
		here[report] = is
	}
	return nil
}

// stored is a version that the register knows. Of one whose words are dropped only the name is left.
func (in *Inbox) stored(ctx context.Context, mention string) (version, bool, error) {
	f, err := in.book.Finding(ctx, mention)
	if errors.Is(err, register.ErrNotFound) {
		return version{mention: mention}, true, nil
	}
	return version{mention, sketchOf(f.Mention)}, true, err
}

// corrects says whether a text that has the name of an older one is a newer version of it.
func corrects(m opinion.Mention, is, was sketch) bool {
	return m.Unique || !serial(m.Ref) && is.alike(was)
}

// serial says whether a number may be a mere row of a file.
func serial(ref string) bool {
	return ref != "" && len(ref) < 6 && strings.Trim(ref, "0123456789") == ""
}
