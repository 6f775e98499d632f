package facts

import (
	"time"

	"huiying/opinion"
)

// Measure (指标) is one share and its published definition.
type Measure struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	What   string `json:"what" doc:"definition"`
	WhatEn string `json:"what_en" doc:"definition"`
	Less   bool   `json:"less" doc:"the smaller the better"`
}

// Rate is one share with what it was counted from.
type Rate struct {
	Measure string   `json:"measure"`
	N       int      `json:"n"`
	Of      int      `json:"of" doc:"turns that the measure counts"`
	Share   *float64 `json:"share,omitempty" doc:"n / of; absent where too few turns speak"`
}

// RateRow is one group: a unit, place, topic, week or month.
type RateRow struct {
	Key    string  `json:"key"`
	Turns  int     `json:"turns"`
	Few    bool    `json:"few,omitempty" doc:"fewer turns than a share needs; the open board does not tell how many"`
	Rates  []Rate  `json:"rates" doc:"in the order of measures"`
	Median float64 `json:"median_hours_to_answer,omitempty"`
	Rank   int     `json:"rank,omitempty" doc:"absent when not ranked: nothing was asked for, or too few turns"`
}

// RateTable is how groups answer, with the definitions by which it was counted.
type RateTable struct {
	Measures   []Measure `json:"measures"`
	Rules      string    `json:"rules"`
	RulesEn    string    `json:"rules_en"`
	LeastShare int       `json:"least_share" doc:"turns below which no share is given"`
	LeastRank  int       `json:"least_rank" doc:"turns below which a group is not ranked"`
	All        RateRow   `json:"all"`
	Rows       []RateRow `json:"rows"`
}

// RateQuery chooses turns (承办) that began within [From, To) and how to group them.
type RateQuery struct {
	From, To time.Time
	By       string // unit, division, topic, week, month
	Unit     string
	Topic    string
	Division string         // with everything below it
	Within   *opinion.Scope // what the asker may see; nil: everything
	Rank     string         // id of a measure; "" keeps the order of the directory
}

// TurnQuery asks for the turns behind a number.
type TurnQuery struct {
	RateQuery
	Key          *string // of one group; nil for all
	Measure      string  // only what it counts; "" for all
	Verdict      string  // "yes", "no" or ""
	Offset, Size int
}

// TurnRow is one turn with the heading of its case.
type TurnRow struct {
	opinion.Turn
	Title   string `json:"title"`
	Verdict string `json:"verdict,omitempty" doc:"of the measure: yes or no" enum:"yes,no"`
}

// TurnList is one page of turns.
type TurnList struct {
	Total int       `json:"total"`
	Items []TurnRow `json:"items"`
	Next  string    `json:"next,omitempty"`
}

// DayQuery asks for the N days from the one in which From lies.
type DayQuery struct {
	From   time.Time
	N      int
	Within *opinion.Scope // what the asker may see; nil: everything
}

// DayWork is what became of cases on one day: answered within the time, overdue at its end (of today:
// now), closed and confirmed as solved by others than the unit.
type DayWork struct {
	Day       time.Time
	InTime    int
	Overdue   int
	Confirmed int
}
