package made_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"huiying/analyzers/territory"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// sample is how many places start; HUIYING_PLACES says how many instead.
func sample(t *testing.T) int {
	n := 5
	if s := os.Getenv("HUIYING_PLACES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 {
			t.Fatalf("HUIYING_PLACES is a number, not %q", s)
		}
	}
	return n
}

// What `init` makes of a place starts, and each letter there finds a unit that answers, one for each
// topic of the catalogue. The first place is a province, the second a city, the others mostly counties.
func TestAPlaceThatWasMadeStartsAndRoutesEveryTopic(t *testing.T) {
	flowtest.NoLeaks(t)
	places, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	org, err := usual.Organisation()
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range drawn(places, sample(t)) {
		d, _ := places.Division(code)
		t.Run(strconv.Itoa(i)+" "+d.Name, func(t *testing.T) {
			files, err := usual.Make(places, org,
				usual.Office{Division: code, Contact: "mailto:office@example.org"})
			if err != nil {
				t.Fatal(err)
			}
			dir := fstest.MapFS{}
			for _, f := range files {
				dir[f.Name] = &fstest.MapFile{Data: f.Text}
			}
			cfg, err := configs.LoadFS(dir)
			if err != nil {
				t.Fatal(err)
			}
			routesEveryTopic(t, cfg, strings.Join(usual.Choices(places, []opinion.Division{d}), ""))
		})
	}
}

func routesEveryTopic(t *testing.T, cfg *configs.Config, place string) {
	r := apptest.Start(t, cfg)
	var letters []opinion.Mention
	for i, topic := range cfg.Topics {
		if len(topic.Terms) == 0 {
			continue
		}
		said := strings.Trim(topic.Terms[0], "!?")
		letters = append(letters, flowtest.Letter(t, i, said, place+"这里的"+said+"问题一直没有解决，请有关部门尽快处理。"))
	}
	r.Publish(letters...)
	r.Settled()
	units, judged := map[string]opinion.Unit{}, map[string]bool{}
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	found := apptest.Hits(t, r.App, index.Query{})
	for _, f := range found {
		u, ok := units[f.Route.Lead]
		if !ok || f.Route.Rule == "outside-region" {
			t.Errorf("%q goes to %q by %s", f.Title, f.Route.Lead, f.Route.Rule)
		}
		if f.Topic.ID != "" && f.Route.Refer == "" {
			judged[f.Topic.ID] = true
			if u.Office && !f.Severity.Level.Grave() || len(u.Topics) == 0 && !u.Office {
				t.Errorf("%s goes to %s by %s", f.Topic.ID, u.ID, f.Route.Rule)
			}
		}
	}
	if len(found) < len(letters) || len(judged) < len(letters)/3 {
		t.Errorf("of %d letters %d were found, with %d topics", len(letters), len(found), len(judged))
	}
	t.Logf("%d units, %d letters, %d topics heard", len(cfg.Units), len(found), len(judged))
}

// drawn are places of the mainland by a fixed seed.
func drawn(places *territory.Table, n int) []string {
	levels := map[opinion.Level][]string{}
	for _, d := range usual.All(places) {
		if d.Code < "7" {
			levels[d.Level] = append(levels[d.Level], d.Code)
		}
	}
	draw := rand.New(rand.NewPCG(21, 2026))
	var out []string
	for i := range n {
		level := opinion.County
		switch i % 10 {
		case 0:
			level = opinion.Province
		case 1, 5:
			level = opinion.City
		}
		out = append(out, levels[level][draw.IntN(len(levels[level]))])
	}
	return out
}
