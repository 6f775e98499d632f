package facts

import (
	"time"

	"huiying/opinion"
)

// Guide (办事指南) is what the published page of a guide says now, redacted. It is read for whoever asks and
// kept nowhere.
type Guide struct {
	Item     string    `json:"item"`
	Name     string    `json:"name"`
	Field    string    `json:"field,omitempty"`
	Unit     string    `json:"unit,omitempty"`
	Division string    `json:"division"`
	Address  string    `json:"address"`
	At       time.Time `json:"at"`

	Said map[opinion.ItemElement]string `json:"said" doc:"by element: basis, conditions, papers, process, place, days, fee, phone"`
	Why  string                         `json:"why,omitempty" doc:"why the page could not be read"`
}
