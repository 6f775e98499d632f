package setup

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.uber.org/zap"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/console/setup"
	"huiying/opinion"
	"huiying/words"
)

// maker makes a configuration of answers.
type maker struct {
	Options
	places *territory.Table
	table  *usual.Table
	made   chan<- Made
}

func newMaker(o Options, made chan<- Made) (*maker, error) {
	places, err := territory.National()
	if err != nil {
		return nil, err
	}
	table, err := usual.Organisation()
	return &maker{o, places, table, made}, err
}

// most places are shown of a name that very many have.
const most = 40

// Find are the divisions that a name or a code can mean.
func (m *maker) Find(query, lang string) (found []setup.Place, nearest string) {
	all := usual.Find(m.places, query)
	if len(all) == 0 {
		var named []words.Named
		for _, d := range usual.All(m.places) {
			named = append(named, words.Named{ID: d.Code, Name: d.Name})
		}
		return nil, words.Unknown("division", query, named).In(lang)
	}
	all = all[:min(most, len(all))]
	for i, name := range usual.Choices(m.places, all) {
		found = append(found, setup.Place{Code: all[i].Code, Name: name})
	}
	return found, ""
}

// Place is one division down to the counties, with what lies above it.
func (m *maker) Place(code string) string {
	d, ok := m.places.Division(code)
	if !ok || d.Level == opinion.Township {
		return ""
	}
	return usual.Choices(m.places, []opinion.Division{d})[0]
}

// OfficeOf is how the government's office of a division is called.
func (m *maker) OfficeOf(code string) string { return usual.OfficeOf(m.places, code) }

// Emblem draws a picture anew.
func (m *maker) Emblem(raw []byte) ([]byte, error) { return usual.Emblem(raw) }

var plainMail = regexp.MustCompile(`^[^@\s:/]+@[^@\s]+$`)

// Tidy writes answers as they are kept.
func (m *maker) Tidy(a setup.Answers) (setup.Answers, map[string]string) {
	wrong := map[string]string{}
	a.Office, a.Contact, a.Site = strings.TrimSpace(a.Office), strings.TrimSpace(a.Contact), strings.TrimSpace(a.Site)
	if plainMail.MatchString(a.Contact) {
		a.Contact = "mailto:" + a.Contact
	}
	if !configs.Reachable(a.Contact) {
		wrong["contact"] = "setup.bad.contact"
	}
	if !configs.SiteCode(a.Site) {
		wrong["site"] = "setup.bad.site"
	}
	var records []string
	for _, r := range a.Records {
		if r = strings.TrimSpace(r); r != "" {
			records = append(records, r)
		}
		if utf8.RuneCountInString(r) > 60 {
			wrong["records"] = "setup.bad.records"
		}
	}
	a.Records = records
	return a, wrong
}

// files are those of the answers, and the configuration that they are.
func (m *maker) files(a setup.Answers) (files []usual.File, cfg *configs.Config, faults configs.Diagnostics, err error) {
	files, err = usual.Make(m.places, m.table, usual.Office{Division: a.Division, Name: a.Office, Contact: a.Contact,
		Records: a.Records, Site: a.Site, Emblem: a.Emblem})
	if errors.Is(err, usual.ErrElsewhere) {
		return nil, nil, nil, &kit.Error{Kind: kit.Refused, Code: "elsewhere",
			Phrase: words.Of("cli.init.elsewhere", m.Place(a.Division))}
	}
	if err != nil {
		return nil, nil, nil, err
	}
	texts := map[string][]byte{}
	for _, f := range files {
		texts[f.Name] = f.Text
	}
	cfg, err = configs.LoadChanged(m.Dir, texts)
	if err == nil && len(a.List.Taken) > 0 {
		if files, err = m.listed(a, cfg, files); err != nil {
			return nil, nil, nil, err
		}
		for _, f := range files {
			texts[f.Name] = f.Text
		}
		cfg, err = configs.LoadChanged(m.Dir, texts)
	}
	faults, err = m.Check(cfg, err)
	return files, cfg, faults, err
}

// Look is what would be made.
func (m *maker) Look(a setup.Answers, lang string) (p setup.Preview, err error) {
	_, cfg, faults, err := m.files(a)
	if err != nil {
		return p, err
	}
	p.Place = m.Place(a.Division)
	for _, f := range faults {
		p.Faults = append(p.Faults, f.In(lang))
	}
	for _, u := range cfg.Units {
		switch {
		case u.Division == cfg.Region:
			p.Own = append(p.Own, setup.Unit{Name: u.Name, Topics: topicNames(cfg, u.Topics, lang)})
		case strings.HasPrefix(cfg.Region, u.Division):
			p.Above++
		default:
			p.Below++
		}
	}
	p.All, p.Topics = len(cfg.Topics), len(cfg.Topics)-len(cfg.Gaps())
	for _, t := range cfg.Topics {
		if t.Refer != "" {
			p.Topics--
		}
	}
	for _, c := range cfg.Clocks {
		p.Clocks = append(p.Clocks, named(c.Name, c.NameEn, lang))
	}
	for _, s := range cfg.Sources {
		if s.Enabled && s.By == configs.ByIntake {
			p.Sources = append(p.Sources, setup.Source{ID: s.ID, Name: s.Name})
		}
	}
	return p, nil
}

func named(name, en, lang string) string {
	if lang == "en" && en != "" {
		return en
	}
	return name
}

func topicNames(cfg *configs.Config, ids []string, lang string) (out []string) {
	for _, id := range ids {
		t, _ := cfg.Topic(id)
		out = append(out, named(t.Name, t.NameEn, lang))
	}
	return out
}

// Begin writes the configuration and lets the process start. Everything that can be refused is refused
// before anything is written.
func (m *maker) Begin(_ context.Context, a setup.Answers, first setup.Admin) error {
	files, cfg, faults, err := m.files(a)
	switch {
	case err != nil:
		return err
	case len(faults) > 0:
		return &kit.Error{Kind: kit.Refused, Code: "faults", Phrase: words.Of("error.setup.faults")}
	}
	id := accounts.CleanID(first.ID)
	if err := refused(id, first, cfg); err != nil {
		return err
	}
	if err := usual.WriteNew(m.Dir, files); err != nil {
		m.Log.Error("the configuration could not be written", zap.Error(err))
		return &kit.Error{Kind: kit.Unavailable, Code: "write", Phrase: words.Of("error.setup.write"), Err: err}
	}
	cfg, err = configs.Load(m.Dir)
	if err != nil {
		return err
	}
	fmt.Fprintln(m.Say, "\n  "+words.Say(m.Lang, "setup.written", m.Dir))
	m.made <- Made{cfg, First{id, first.Name, first.Password}}
	return nil
}

// refused says what is wrong with who is to be the first administrator.
func refused(id string, first setup.Admin, cfg *configs.Config) error {
	invalid := func(key string, args ...any) error {
		return &kit.Error{Kind: kit.Invalid, Code: "first", Phrase: words.Of(key, args...)}
	}
	err := accounts.Account{ID: id, Name: first.Name, Role: accounts.Administrator}.Check()
	if no, ok := errors.AsType[*accounts.Invalid](err); ok {
		return &kit.Error{Kind: kit.Invalid, Code: "first", Phrase: no.Phrase}
	}
	switch {
	case err != nil:
		return err
	case opinion.TellsPerson(id):
		return invalid("account.id_of_person")
	case first.Password != first.Again:
		return invalid("error.setup.again")
	}
	if err := accounts.GoodPassword(first.Password, id, accounts.OfficeWords(cfg.Region, cfg.Units)...); err != nil {
		return invalid("error.setup.weak", accounts.LeastPassword)
	}
	return nil
}
