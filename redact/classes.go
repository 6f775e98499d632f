package redact

// class says which recognisers may begin at a rune.
type class uint16

const (
	cDigit    class = 1 << iota
	cUpper          // A-Z
	cToken          // may begin an e-mail or document number
	cProvince       // first character of a plate
	cChat           // first character of a word that introduces a chat id
	cNumeral        // Chinese numeral
	cWritten        // Chinese numeral that may begin a spelled-out number
	cName           // first character of a word that introduces a name
	cMilitary
	cHandle
	cAlone // a character that a name may stand beside
	cMask  // begins the mask of a number
	cSurname
)

var classes = func() *[0x10000]class {
	t := new([0x10000]class)
	set := func(s string, c class) {
		for _, r := range s {
			t[r] |= c
		}
	}
	set("0123456789", cDigit|cToken)
	for r := 'a'; r <= 'z'; r++ {
		t[r] |= cToken
		t[r-32] |= cToken | cUpper
	}
	set(provinces, cProvince)
	set("微威薇徽VvWwQq扣企抠球加绿抖快小陌钉", cChat)
	set("一二三四五六七八九十零〇两甲乙丙丁附", cNumeral)
	set("0123456789一二三四五六七八九零〇幺壹贰叁肆伍陆柒捌玖两ＯoOlI", cWritten)
	for _, l := range aroundNames {
		for r := range l.words {
			t[r] |= cName
		}
	}
	set(aloneAroundNames, cName|cAlone)
	set("[", cMask)
	set("@", cHandle)
	set("军兵士武警文", cMilitary)
	for r, weight := range tables().surname {
		if weight != noSurname || tables().starts.has(rune(r)) {
			t[r] |= cSurname
		}
	}
	for w := range tables().compound {
		set(string([]rune(w)[:1]), cSurname)
	}
	return t
}()

func classOf(r rune) class {
	if r < 0x10000 {
		return classes[r]
	}
	return 0
}

// quiet says that no recogniser has anything to begin with, without building a view.
func quiet(s string) bool {
	for _, r := range s {
		if r >= 0x80 && (r < 0x4e00 || r > 0x9fff) {
			if r = foldRune(r); r < 0 {
				continue
			}
			if r >= 0x80 && special(r) != "" {
				return false
			}
		}
		if classOf(r) != 0 || r == '&' {
			return false
		}
	}
	return true
}

// What a name may stand beside: words of two characters and more, and single ones.
var aroundNames = []*lexicon{namingWords, introductionWords, roleWords, formWords, blameWords, titles,
	possessions, belongings, kinWords, sayings, saying}

const aloneAroundNames = "男女性被由找让代叫家(【-\n人/、["

// pairs holds a bit for the first two characters of each of these words: mostly none of them stands
// at a place, and one look says so.
var pairs = func() *[1 << 16 / 64]uint64 {
	t := new([1 << 16 / 64]uint64)
	for _, l := range aroundNames {
		for first, words := range l.words {
			for _, rest := range words {
				h := pairHash(first, rest[0])
				t[h/64] |= 1 << (h % 64)
			}
		}
	}
	return t
}()

// mayStand is a quick look whether a name can stand beside what is at i.
func (v names) mayStand(i int) bool {
	h := pairHash(v.r[i], v.at(i+1))
	return pairs[h/64]>>(h%64)&1 == 1 || v.r[i] < 1<<16 && classes[v.r[i]]&cAlone != 0
}
