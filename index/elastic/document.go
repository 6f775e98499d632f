package elastic

import (
	"encoding/json"
	"fmt"
	"strings"

	"huiying/index"
)

// document is how a finding lies in the index.
type document struct {
	ID       string   `json:"id"`
	When     int64    `json:"when"`
	Words    string   `json:"words,omitempty"`
	Topic    []string `json:"topic,omitempty"`  // for the facet
	Topics   []string `json:"topics,omitempty"` // for the filter: with the fields above
	Division string   `json:"division,omitempty"`
	Within   []string `json:"within,omitempty"` // for the filter: with the divisions above
	Severity string   `json:"severity,omitempty"`
	Demand   string   `json:"demand,omitempty"`
	Issue    string   `json:"issue,omitempty"`
	Source   string   `json:"source,omitempty"`
	Unit     []string `json:"unit,omitempty"`
	Marks    []string `json:"marks,omitempty"`
	Finding  string   `json:"finding"` // its JSON, as a text: servers write JSON anew when they cut a document
}

func documentOf(d index.Doc) ([]byte, error) {
	f := d.Finding
	body, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("finding %s cannot be written as JSON: %w", f.ID, err)
	}
	return json.Marshal(document{
		ID: f.ID, When: index.Moment(f), Words: strings.Join(index.Tokens(d.Words), " "),
		Topic: index.Items(f), Topics: index.Topics(f), Division: f.Place(), Within: index.Within(f),
		Severity: string(f.Severity.Level), Demand: string(f.Demand.ID), Issue: f.Issue.ID,
		Source: f.Source, Unit: index.Units(f), Marks: index.Marks(f),
		Finding: string(body),
	})
}
