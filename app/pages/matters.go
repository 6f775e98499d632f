package pages

import (
	"context"
	"errors"

	"huiying/register"
)

// mentionsIn are mentions as a case lists them, with their words.
func mentionsIn(ctx context.Context, s register.Letters, mentions []string) ([]register.MentionRow, error) {
	var out []register.MentionRow
	for _, id := range mentions[:min(len(mentions), mentionsShown)] {
		f, err := s.Finding(ctx, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, register.MentionRow{ID: f.ID, Title: f.Heading(), Text: f.Text, URL: f.URL, Source: f.Source,
			Said: f.When(), Topic: f.Topic.ID, Division: f.Place(), Severity: f.Severity.Level, Copy: f.Issue.Copy,
			Issue: f.Issue.ID, Demand: f.Demand.ID, Unit: f.Route.Lead, Collected: f.CollectedAt,
			Corrected: len(f.Corrected)})
	}
	return out, nil
}
