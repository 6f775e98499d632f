package dispatch

import (
	"math"
	"strings"
)

// Topic is an item of the catalogue with the words of its duty: a unit whose name says the like may
// be the one to handle it, though it handled few orders or none of them. 消防 in the terms of fire
// safety speaks for 消防支队.
type Topic struct {
	ID, Name string
	Terms    []string
	Offices  []string // names of units that are in charge of it somewhere
}

// What a topic's own name and its offices' count beside one term, and the steps in which the likeness
// of a name to a duty is kept.
const (
	nameTerms   = 3
	officeTerms = 5
	dutySteps   = 16
)

// duties says of each topic which names of units are like it. works are the names without places.
func duties(topics []Topic, works []string) map[uint64]tally {
	said := make([]map[uint64]float64, len(topics)) // pairs of characters of each topic
	topicsWith := map[uint64]float64{}
	for i, t := range topics {
		said[i] = t.pairs()
		for key := range said[i] {
			topicsWith[key]++
		}
	}
	names := make([]map[uint64]bool, len(works))
	namesWith := map[uint64]float64{}
	for u, name := range works {
		names[u] = map[uint64]bool{}
		pairs(strings.TrimPrefix(name, "="), func(key uint64) {
			if !names[u][key] {
				names[u][key] = true
				namesWith[key]++
			}
		})
	}
	out := map[uint64]tally{}
	for i, t := range topics {
		var like tally
		for u, name := range names {
			sum := 0.0
			for key := range name {
				if n := said[i][key]; n > 0 {
					sum += math.Log1p(n) * math.Log(float64(len(topics))/topicsWith[key]) *
						math.Log(1+float64(len(works))/namesWith[key])
				}
			}
			if v := int32(dutySteps * math.Sqrt(sum/math.Sqrt(float64(max(len(name), 1))))); v > 0 {
				like.Orders += v
				like.By = append(like.By, share{int32(u), v})
			}
		}
		if len(like.By) > 0 {
			out[topicKey(t.ID)] = like
		}
	}
	return out
}

// pairs are those of a topic's name, terms and offices, and how much each counts.
func (t Topic) pairs() map[uint64]float64 {
	n := map[uint64]float64{}
	add := func(text string, by float64) { pairs(text, func(key uint64) { n[key] += by }) }
	add(t.Name, nameTerms)
	for _, term := range t.Terms {
		add(term, 1)
	}
	offices := map[uint64]bool{}
	for _, name := range t.Offices {
		pairs(name, func(key uint64) { offices[key] = true })
	}
	for key := range offices {
		n[key] += officeTerms
	}
	return n
}

// topicKey is the feature of a topic; 0 for none.
func topicKey(topic string) uint64 {
	if topic == "" {
		return 0
	}
	return textKey(ofTopic, topic)
}
