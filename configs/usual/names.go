package usual

import (
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
)

// place is a division as the organisation sees it.
type place struct {
	opinion.Division
	letter   byte // P, M, C, A, D or K
	path     []opinion.Division
	full     string // with the city above a district: 桂林市七星区
	city     string // the city above it, "" where there is none
	parent   string // what lies right above it
	province string // code
}

// peoples are written before 自治 in names; those of one character always with 族.
const peoples = `各族|(?:壮|回|藏|苗|彝|侗|傣|白|羌|满|瑶|黎|畲|水|佤|土|怒)族|(?:维吾尔|蒙古|土家|布依|哈尼|傈僳|哈萨克|` +
	`柯尔克孜|朝鲜|仡佬|拉祜|景颇|纳西|毛南|仫佬|撒拉|保安|东乡|裕固|锡伯|达斡尔|鄂温克|鄂伦春|塔吉克|独龙|布朗|阿昌|普米|` +
	`基诺|德昂)族?`

var (
	// ends of names, the longest first: 恩施土家族苗族自治州, 内蒙古自治区, 浦东新区, 桂林市
	ends = []*regexp.Regexp{
		regexp.MustCompile(`(?:` + peoples + `)+自治[区州县旗]$`),
		regexp.MustCompile(`自治[区州县旗]$`),
		regexp.MustCompile(`新区$`),
		regexp.MustCompile(`(?:特别行政区|地区|林区|特区|省|市|盟|区|县|旗)$`),
	}
	// zones are run by a committee (管理委员会), not by a government.
	zoneName = regexp.MustCompile(`开发区|产业区|园区|管理区|示范区|实验区|试验区|聚集区|名胜区|食品区|管委会|委员会|新城$|群岛|岛礁`)
	zoneCode = regexp.MustCompile(`^\d{4}7\d$`)
)

// prefecture is a division of cities and counties without districts (自治州、地区、盟).
var prefecture = regexp.MustCompile(`(?:自治州|地区|盟)$`)

// stem is a name without its kind: 广西, 桂林, 恭城, 七星; the name itself where less than two
// characters would be left.
func stem(name string) string {
	for _, end := range ends {
		if s := end.ReplaceAllString(name, ""); s != name && len([]rune(s)) >= 2 {
			return s
		}
	}
	return name
}

// forms are the names that a division goes by: 恩施土家族苗族自治州, 恩施, 恩施州.
func forms(name string) []string {
	out := []string{name}
	if s := stem(name); s != name {
		out = append(out, s)
		if r := []rune(name); strings.Contains(name, "自治") {
			out = append(out, s+string(r[len(r)-1:]))
		}
	}
	return out
}

// zone says whether a county-level division is run by a committee. Statistics gives those codes
// that end in 71 to 79.
func zone(d opinion.Division) bool {
	return d.Level == opinion.County && (zoneName.MatchString(d.Name) || zoneCode.MatchString(d.Code))
}

func letterOf(d opinion.Division) byte {
	switch {
	case d.Level == opinion.Province && strings.HasSuffix(d.Name, "市"):
		return 'M'
	case d.Level == opinion.Province:
		return 'P'
	case d.Level == opinion.City && prefecture.MatchString(d.Name):
		return 'A'
	case d.Level == opinion.City:
		return 'C'
	case zone(d), strings.HasSuffix(d.Name, "区") && !strings.HasSuffix(d.Name, "林区") &&
		!strings.HasSuffix(d.Name, "特区"):
		return 'D'
	}
	return 'K'
}

// placeOf is a division down to the counties, with what lies above it.
func placeOf(places Places, code string) (place, bool) {
	var p place
	for _, c := range places.Path(code) {
		d, _ := places.Division(c)
		p.path = append(p.path, d)
	}
	if len(p.path) == 0 {
		return p, false
	}
	p.Division = p.path[len(p.path)-1]
	p.province, p.letter, p.full = p.path[0].Code, letterOf(p.Division), p.Name
	if n := len(p.path); n > 1 {
		up := p.path[n-2]
		p.parent = up.Name
		if up.Level == opinion.City {
			p.city = up.Name
		}
		if p.letter == 'D' && !strings.Contains(p.Name, stem(up.Name)) {
			p.full = up.Name + p.Name
		}
	}
	return p, true
}

// title is how an office of a kind is called at a place, and whether it is a branch of the city's.
func (p place) title(k *Kind) (name string, branch bool) {
	pattern := k.pattern(p.letter)
	branch = k.branches(p.letter)
	if branch && p.city == "" {
		pattern, branch = k.Name, false
	}
	if k.ID == officeKind {
		pattern = p.governs(pattern)
	}
	if !strings.Contains(pattern, "{") {
		return p.full + pattern, branch
	}
	short, own := stem(p.Name), stem(p.Name)
	if zone(p.Division) {
		own = p.Name // 苏州工业园区分局
	}
	return strings.NewReplacer("{place}", p.full, "{own}", p.Name, "{stem}", own, "{short}", short,
		"{city}", p.city, "{parent}", p.parent, "{province}", stem(p.path[0].Name)).Replace(pattern), branch
}

// governs is the pattern of the office where no people's government governs: in a prefecture of a
// province's (地区, 盟) its commission, in a zone its committee.
func (p place) governs(pattern string) string {
	switch {
	case p.letter == 'A' && !strings.HasSuffix(p.Name, "州"):
		return strings.Replace(pattern, "人民政府", "行政公署", 1)
	case strings.HasSuffix(p.Name, "管委会") || strings.HasSuffix(p.Name, "委员会"):
		return strings.Replace(pattern, "人民政府", "", 1)
	case zone(p.Division):
		return strings.Replace(pattern, "人民政府", "管理委员会", 1)
	}
	return pattern
}

// township is the office of a township, if townships called so have one in the table, and its name.
func (t *Table) township(d opinion.Division) (k Township, name string, ok bool) {
	for _, k := range t.Townships {
		if slices.ContainsFunc(k.Ends, func(end string) bool { return strings.HasSuffix(d.Name, end) }) {
			return k, strings.ReplaceAll(k.Name, "{own}", d.Name), true
		}
	}
	return Township{}, "", false
}
