package inspect

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/redact"
)

// Subject is what is judged: an item as it stands before the public, those that it is linked with, its page,
// and what the links of that answered.
type Subject struct {
	Item   opinion.Item
	Linked []opinion.Item
	Page   *Page
	Links  map[string]Fetched // by address, of those that were tried
}

// Judge says what is wrong with an item's page, and what is written down of the look. ok is false where
// nothing can be said: the site does not let itself be read, which is no fault of the item.
func Judge(s Subject, l Limits, works func(time.Time) bool) (out []opinion.ItemFinding, proof opinion.ItemProof, ok bool) {
	p := s.Page
	if !p.Seen() || slices.Contains([]string{"maintenance", "blocked", "sign_in"}, p.State) {
		return nil, proof, false
	}
	j := judge{Subject: s, limits: l, works: works, now: p.At}
	j.proof = opinion.ItemProof{Address: p.Address, At: p.At, Hash: p.Hash, Updated: p.Latest()}
	switch {
	case p.gone():
		j.add(DeadPage, "", firstOf(p.Code, itoa(p.Status)))
	case p.State == "gone" || p.State == "moved":
		j.add(SoftGone, firstOf(p.Title, first(p.Lines)))
	default:
		j.checks()
	}
	for _, f := range j.found {
		if c := ruleOf[f.Rule].Check; !slices.Contains(j.proof.Failed, c) {
			j.proof.Failed = append(j.proof.Failed, c)
		}
	}
	for i := range j.found {
		j.found[i].New = !slices.Contains(s.Item.Proof.Failed, ruleOf[j.found[i].Rule].Check)
	}
	return j.found, j.proof, true
}

// judge is one item under judgement.
type judge struct {
	Subject
	limits Limits
	works  func(time.Time) bool
	now    time.Time
	found  []opinion.ItemFinding
	proof  opinion.ItemProof
}

const excerptShown = 80

func (j *judge) add(rule opinion.ItemRule, excerpt string, details ...string) {
	clean, _ := redact.Text(excerpt)
	facts := j.Item.Shown
	j.found = append(j.found, opinion.ItemFinding{Rule: rule, Item: j.Item.ID, Kind: j.Item.Kind, Name: facts.Name, Unit: j.Item.Unit,
		Division: facts.Division, Address: j.Page.Address, At: j.now, Details: details, Excerpt: opinion.Clip(clean, excerptShown)})
}

// looks are what each check does. Elements are looked for by the kind.
var looks = map[opinion.ItemCheck]func(*judge){
	opinion.CheckElements: (*judge).elements,
	opinion.CheckFresh:    (*judge).fresh,
	opinion.CheckLinks:    (*judge).links,
	opinion.CheckLinked:   (*judge).linked,
	opinion.CheckTogether: (*judge).together,
	opinion.CheckTerm:     (*judge).term,
	opinion.CheckResult:   (*judge).result,
	opinion.CheckInteract: (*judge).interact,
	opinion.CheckReplies:  (*judge).replies,
	opinion.CheckPersons:  (*judge).persons,
}

func (j *judge) checks() {
	for _, c := range j.Item.Kind.Checks() {
		if look := looks[c]; look != nil && !(j.Page.Script && ofPage[c]) {
			look(j)
		}
	}
}

// ofPage are checks of what a page says: nothing can be said of one that a script fills.
var ofPage = map[opinion.ItemCheck]bool{opinion.CheckElements: true, opinion.CheckFresh: true,
	opinion.CheckInteract: true, opinion.CheckReplies: true, opinion.CheckPersons: true, opinion.CheckLinked: true}

// listing says that the page leads to texts and is none itself.
func (p *Page) listing() bool { return p.Entries >= 4 && p.size() < 60*p.Entries }

func (j *judge) elements() {
	if j.Item.Kind == opinion.ItemGuide {
		j.guide()
		return
	}
	var lacks []string
	for _, e := range j.Item.Kind.OnPage() {
		if j.shows(e) {
			j.proof.Found = append(j.proof.Found, e)
		} else {
			j.proof.Missing = append(j.proof.Missing, e)
			lacks = append(lacks, string(e))
		}
	}
	if j.Item.Kind == opinion.ItemInformation || j.Item.Kind == opinion.ItemVillage {
		lacks = append(lacks, j.terms()...)
	}
	if len(lacks) > 0 {
		j.add(ElementLacks, j.Page.Title, lacks...)
	}
}

// terms are what the item's content names and the page does not tell; a list of texts tells of none.
func (j *judge) terms() (lacks []string) {
	if j.Page.listing() {
		return nil
	}
	for _, t := range termsOf(j.Item.Shown.Content) {
		if !j.Page.tells(t, j.limits.TermShare) {
			lacks = append(lacks, t)
		}
	}
	return lacks
}

func (j *judge) guide() {
	found := foundParts(j.Page.Lines)
	var lacks []string
	for _, g := range guideParts {
		if !slices.Contains(j.limits.GuideElements, g.part) {
			continue
		}
		if found[g.part] {
			j.proof.Found = append(j.proof.Found, g.element)
		} else {
			j.proof.Missing = append(j.proof.Missing, g.element)
			lacks = append(lacks, string(g.element))
		}
	}
	if len(lacks) > 0 {
		j.add(GuideLacks, j.Page.Title, lacks...)
	}
}

var (
	draftWord = regexp.MustCompile(`征求意见稿|草案|送审稿|修订稿|公开征求`)
	termWord  = regexp.MustCompile(`(?:截止|截至|期限|时间|自|从)[^。]{0,16}\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s*(?:至|到|—|-|~)|\d{1,3}\s*(?:日|天|个工作日)内`)
	speakWord = regexp.MustCompile(`(?:邮箱|邮件|信函|来信|来电|电话|传真|邮寄|在线|留言|填写|提交|反馈)[^。]{0,24}(?:[:：@]|\d{5,}|提出|反馈|提交|意见)`)
)

// shows says whether an element is found on the page.
func (j *judge) shows(e opinion.ItemElement) bool {
	p := j.Page
	//exhaustive:ignore what else a page has to hold is looked for in guides
	switch e {
	case opinion.ElementName:
		return j.named()
	case opinion.ElementDate:
		return !p.Latest().IsZero()
	case opinion.ElementDraft:
		return draftWord.MatchString(p.Title) || p.anyLine(draftWord) ||
			slices.ContainsFunc(p.Links, func(l Link) bool { return draftWord.MatchString(l.Text) })
	case opinion.ElementTerm:
		return p.anyLine(termWord)
	case opinion.ElementSpeak:
		return p.Field || p.anyLine(speakWord)
	}
	return true
}

// named says whether the page is of the item: what the item is called stands in its title, its headings or
// its text, tolerant of wording.
func (j *judge) named() bool {
	name := j.Item.Shown.Name
	if j.Page.tells(name, j.limits.TermShare) {
		return true
	}
	for _, h := range append([]string{j.Page.Title}, j.Page.Heads...) {
		if share(plain(name), plain(h)) >= 0.6 {
			return true
		}
	}
	return false
}

var (
	homeName   = regexp.MustCompile(`首页|门户网站$|政府网站$|官网$`)
	newsName   = regexp.MustCompile(`动态|要闻|新闻|资讯|信息快递|时政`)
	noticeName = regexp.MustCompile(`公告|公示|通知|政策|文件|法规|规划|计划|统计|预算|决算`)
)

// mostOfNothing is how much a column without entries may say and be empty: a form, or what an office does,
// is more.
const mostOfNothing = 60

func (j *judge) fresh() {
	p, facts := j.Page, j.Item.Shown
	rule, days := NotUpdated, 0
	switch {
	case j.Item.Kind == opinion.ItemAccount:
		rule, days = AccountAsleep, j.limits.AccountDays
	case j.Item.Kind == opinion.ItemColumn && homeName.MatchString(facts.Name):
		rule, days = HomeAsleep, j.limits.HomeDays
	case j.Item.Kind == opinion.ItemColumn && p.Entries == 0 && p.Latest().IsZero() && !p.Field && p.size() < mostOfNothing:
		j.add(ColumnEmpty, p.Title)
		return
	case j.Item.Kind == opinion.ItemColumn && newsName.MatchString(facts.Name):
		rule, days = NewsStale, j.limits.NewsDays
	case j.Item.Kind == opinion.ItemColumn && noticeName.MatchString(facts.Name):
		rule, days = NoticesStale, j.limits.NoticesDays
	case j.Item.Kind != opinion.ItemColumn && facts.InForce().By == opinion.CycleEvery:
		days = facts.InForce().Days
	}
	if facts.Cycle.By == opinion.CycleEvery { // what the unit promised goes before what is usual
		days = facts.Cycle.Days
	}
	latest := p.Latest()
	if days == 0 || latest.IsZero() {
		return
	}
	if silent := between(latest, j.now); silent > days {
		j.add(rule, "", latest.In(opinion.Beijing).Format(time.DateOnly), itoa(silent), itoa(days))
	}
}

func (j *judge) links() {
	var dead []string
	var of string
	for _, l := range j.Page.Links {
		if f, tried := j.Links[l.URL]; tried && f.gone() && !slices.Contains(dead, l.URL) {
			dead, of = append(dead, l.URL), cmp.Or(of, l.Text)
		}
	}
	if len(dead) > 0 {
		j.add(DeadLink, of, dead...)
	}
}

// linked looks whether a document and its interpretation lead to each other.
func (j *judge) linked() {
	facts := j.Item.Shown
	if len(j.Linked) == 0 {
		dated := dateOf(facts.Dated)
		if j.Item.Kind == opinion.ItemPolicy && !dated.IsZero() &&
			workingDays(dated, j.now, j.works, j.limits.InterpretDays) > j.limits.InterpretDays {
			j.add(NoMeaning, "", facts.Dated)
		}
		return
	}
	for _, other := range j.Linked {
		for _, a := range other.Shown.Addresses {
			if slices.ContainsFunc(j.Page.Links, func(l Link) bool { return opinion.CanonicalURL(l.URL) == opinion.CanonicalURL(a) }) {
				return
			}
		}
	}
	j.add(NotLinked, "", j.Linked[0].Shown.Name)
}

// together looks whether an interpretation came in the days after its document.
func (j *judge) together() {
	own := dateOf(j.Item.Shown.Dated)
	for _, other := range j.Linked {
		policy := dateOf(other.Shown.Dated)
		if other.Kind != opinion.ItemPolicy || own.IsZero() || policy.IsZero() || !own.After(policy) {
			continue
		}
		if workingDays(policy, own, j.works, j.limits.InterpretDays) > j.limits.InterpretDays {
			j.add(LateMeaning, "", other.Shown.Dated, j.Item.Shown.Dated, itoa(j.limits.InterpretDays))
		}
	}
}

func (j *judge) term() {
	from, to := dateOf(j.Item.Shown.Opens), dateOf(j.Item.Shown.Closes)
	if from.IsZero() || to.IsZero() {
		return
	}
	if days := between(from, to) + 1; days < j.limits.TermDays {
		j.add(ShortTerm, "", j.Item.Shown.Opens, j.Item.Shown.Closes, itoa(days), itoa(j.limits.TermDays))
	}
}

var resultWord = regexp.MustCompile(`(?:意见|建议|征集|反馈|公开征求).{0,16}(?:采纳|结果|情况的?(?:反馈|公告|公示|通报|说明))`)

func (j *judge) result() {
	to := dateOf(j.Item.Shown.Closes)
	told := j.Item.Shown.Result != "" || j.Page.anyLine(resultWord) ||
		slices.ContainsFunc(j.Page.Links, func(l Link) bool { return resultWord.MatchString(l.Text) })
	if !to.IsZero() && !told && between(to, j.now) > j.limits.ResultDays {
		j.add(NoResult, "", j.Item.Shown.Closes, itoa(j.limits.ResultDays))
	}
}

var interactWord = regexp.MustCompile(`互动交流|政民互动|领导信箱|.长信箱|局长信箱|网上咨询|在线咨询|我要写信|我要咨询|留言|意见征集|征集调查|在线访谈|12345|咨询投诉`)

// interact looks whether the home page of a site leads to where one can speak.
func (j *judge) interact() {
	if j.Item.Kind != opinion.ItemColumn || !homeName.MatchString(j.Item.Shown.Name) || j.Page.Field ||
		slices.ContainsFunc(j.Page.Links, func(l Link) bool { return interactWord.MatchString(l.Text) }) {
		return
	}
	j.add(NoInteraction, j.Page.Title)
}

var (
	askedHead    = regexp.MustCompile(`(?:来信|留言|提问|咨询|提交|写信|受理)(?:日期|时间)`)
	answeredHead = regexp.MustCompile(`(?:回复|答复|办结|回应)(?:日期|时间)`)
)

// replies looks through tables of messages with the day of question and of answer.
func (j *judge) replies() {
	for _, rows := range j.Page.Tables {
		if len(rows) < 2 {
			continue
		}
		asked := slices.IndexFunc(rows[0], askedHead.MatchString)
		answered := slices.IndexFunc(rows[0], answeredHead.MatchString)
		if asked < 0 || answered < 0 {
			continue
		}
		for _, row := range rows[1:] {
			if max(asked, answered) < len(row) {
				j.message(row[asked], row[answered], strings.Join(row, " "))
			}
		}
	}
}

func (j *judge) message(asked, answered, row string) {
	at, then := dayIn(asked), dayIn(answered)
	switch {
	case at.IsZero():
	case then.IsZero() && between(at, j.now) > j.limits.ReplyDays:
		j.add(NoReply, row, at.Format(time.DateOnly), itoa(between(at, j.now)), itoa(j.limits.ReplyDays))
	case !then.IsZero() && between(at, then) > j.limits.ReplyDays:
		j.add(LateReply, row, at.Format(time.DateOnly), then.Format(time.DateOnly), itoa(j.limits.ReplyDays))
	}
}

func dayIn(s string) time.Time {
	m := wholeDay.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}
	}
	return dayOf(m[1], m[2], m[3])
}

// persons looks whether the page shows numbers by which persons are known: whoever publishes a list of
// persons leaves them out or shortens them.
func (j *judge) persons() {
	for _, l := range j.Page.Lines {
		if _, kinds := redact.Text(l.Text); kinds[redact.IDCard]+kinds[redact.BankCard] > 0 {
			j.add(PersonsShown, l.Text)
			return
		}
	}
}

func (p *Page) anyLine(what *regexp.Regexp) bool { _, ok := p.says(what); return ok }

func first(lines []Line) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0].Text
}

func firstOf(parts ...string) string {
	for _, s := range parts {
		if s != "" && s != "0" {
			return s
		}
	}
	return ""
}
