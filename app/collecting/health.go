package collecting

import (
	"context"
	"slices"
	"time"

	"huiying/collectors"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// Sources lists the sources with their health, and what was brought in by those that nobody
// visits.
func (s *Sources) Sources(ctx context.Context) ([]facts.SourceRow, error) {
	rows, err := s.Health(ctx)
	if err != nil {
		return nil, err
	}
	brought, err := s.brought(ctx)
	for i, r := range rows {
		if r.Every == 0 {
			rows[i].Collected = brought[r.ID]
		}
	}
	return rows, err
}

// Health lists the sources with their health alone: totals, metrics and briefings ask often,
// and need no count over all of the past.
func (s *Sources) Health(ctx context.Context) ([]facts.SourceRow, error) {
	out := make([]facts.SourceRow, 0, len(s.Cfg.Sources))
	for _, x := range s.Cfg.Sources {
		if !x.Enabled {
			continue
		}
		row, _, err := s.row(ctx, x)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// row is a source with its health.
func (s *Sources) row(ctx context.Context, x configs.SourceSettings) (facts.SourceRow, collectors.Standing, error) {
	row := facts.SourceRow{ID: x.ID, Name: x.Name, Kind: x.Kind,
		URL: opinion.CanonicalURL(x.URL), Division: x.Division, State: opinion.SourceWorking}
	if !x.By.Visited() {
		return row, collectors.Standing{}, nil
	}
	did, err := s.memory().Standing(ctx, x.ID)
	if err != nil {
		return row, did, err
	}
	row.Every = spec(x).Filled().Every
	h := collectors.HealthOf(did, row.Every, s.Now(), s.Works)
	row.State, row.Reason, row.Since = h.State, h.Code, h.Since
	row.Failures, row.FirstCode, row.FirstError = did.Failures, did.FirstCode, did.FirstFailure
	row.LastItem, row.Silent = h.LastItem, h.Silent
	row.Usual, row.Allowed, row.Workdays = h.Rhythm.Usual, h.Rhythm.Allowed, h.Rhythm.Workdays
	row.LastTry, row.LastSuccess, row.LastNew, row.NextTry = did.LastTry, did.LastSuccess, did.LastNew, did.NextTry
	row.LastError, row.Code, row.Collected, row.Refused = did.LastError, did.LastErrorCode, did.Collected, did.Refused
	return row, did, nil
}

// daysShown is how far back a source's own page counts items.
const daysShown = 60

// Source is one source with its last visits, and its items by day.
func (s *Sources) Source(ctx context.Context, id string) (facts.SourceReport, error) {
	x, ok := s.Cfg.Source(id)
	if !ok {
		no, _ := s.Cfg.UnknownSource(id)
		return facts.SourceReport{}, &kit.Error{Kind: kit.NotFound, Code: "no_such_source", Phrase: no}
	}
	row, did, err := s.row(ctx, x)
	if err != nil {
		return facts.SourceReport{}, err
	}
	out := facts.SourceReport{SourceRow: row, Visits: []facts.SourceVisit{}, Days: []facts.SourceDay{}}
	for _, v := range slices.Backward(did.Visits) {
		out.Visits = append(out.Visits, facts.SourceVisit{At: v.At, Took: v.Took, Millis: v.Took.Milliseconds(),
			Status: v.Status, Requests: v.Requests, Bytes: v.Bytes, New: v.New, Refused: v.Refused, Code: v.Code})
	}
	for _, d := range did.Days {
		if day, err := time.ParseInLocation(time.DateOnly, d.Day, opinion.Beijing); err == nil {
			out.Days = append(out.Days, facts.SourceDay{Day: day, N: d.N})
		}
	}
	if !x.By.Visited() {
		err = s.handedIn(ctx, &out)
	}
	return out, err
}

// handedIn counts what was handed in for a source that nobody visits.
func (s *Sources) handedIn(ctx context.Context, r *facts.SourceReport) error {
	brought, err := s.brought(ctx)
	if err != nil {
		return err
	}
	r.Collected = brought[r.ID]
	now := s.Now()
	entries, err := s.Register.Balance(ctx, register.BalanceQuery{
		From: now.AddDate(0, 0, -daysShown), To: now.Add(24 * time.Hour), Source: r.ID})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Is == opinion.DispositionKnown || e.Is == opinion.DispositionRefused {
			continue
		}
		i := slices.IndexFunc(r.Days, func(d facts.SourceDay) bool { return d.Day.Equal(e.Day) })
		if i < 0 {
			i, r.Days = len(r.Days), append(r.Days, facts.SourceDay{Day: e.Day})
		}
		r.Days[i].N += e.N
	}
	slices.SortFunc(r.Days, func(a, b facts.SourceDay) int { return a.Day.Compare(b.Day) })
	return nil
}

// brought counts what each source has told so far.
func (s *Sources) brought(ctx context.Context) (map[string]uint64, error) {
	counts, err := s.Register.Counts(ctx, time.Unix(0, 0), s.Now().Add(time.Hour), register.BySource)
	out := make(map[string]uint64, len(counts))
	for _, c := range counts {
		out[c.Key] = uint64(c.N)
	}
	return out, err
}
