package redact

import (
	"slices"
	"strings"
)

// ofList says that a list begins at j, each of whose parts may be a name: three and more after 、 or
// spaces or commas, or two that are very like names.
func (v names) ofList(j int) bool {
	parts, sum, mark := 0, 0, rune(0)
	for parts < 12 {
		k := j
		for k-j <= 8 && (isHan(v.at(k)) || v.at(k) == '·') && (k-j < 2 || !strings.ContainsRune("等和与及", v.at(k))) {
			k++
		}
		next := v.at(k)
		if k-j < 2 || next != mark && k-j > 4 && !slices.Contains(v.r[j:k], '·') {
			break
		}
		alike, shape := v.likeness(j, k, beginning), v.shape(j, k)
		if alike < 0 && shape < -4 || housing.has(v.r[k-1]) || landmark.has(v.r[k-1]) {
			return false
		}
		parts++
		sum += max(-6, min(alike, 8))
		switch {
		case strings.ContainsRune("和与及", next) && mark == '、':
		case !strings.ContainsRune("、/, ", next) || next == 0 || mark != 0 && next != mark:
			return parts >= 3 && sum >= 0 || parts == 2 && mark == '、' && sum >= 8
		case (next == ',' || next == ' ') && v.at(j-1) != ':' && mark == 0:
			return false
		default:
			mark = next
		}
		j = k + 1
	}
	return parts >= 3 && sum >= 0
}

// earlier adds the names of a list that stand before one which was found at i: 张三、[李四].
func (v names) earlier(hits []hit, i int) []hit {
	var found []hit
	for from := i; v.at(from-1) == '、' || joiners.has(v.at(from-1)) && from == i; {
		k, best := from-1, enough-1
		from = -1
		for j := k - 2; j >= v.floor && k-j <= 8; j-- {
			left := v.left(j)
			if !isHan(v.at(j)) || v.at(j-1) == '·' {
				break
			}
			if left < beginning && !v.wordEnds(j) && v.at(j-1) != '有' && v.at(j-1) != '的' {
				continue
			}
			if sum := v.weigh(j, k, max(left, nearNumber), ended) - v.housing(k, beginning); sum > best {
				best, from = sum, j
			}
		}
		if from < 0 {
			break
		}
		found = append(found, hit{int(v.off[from]), v.end(k), Name})
	}
	for n := len(found) - 1; n >= 0; n-- {
		hits = append(hits, found[n])
	}
	return hits
}

// nextName reads a further name of a list, after so many that ended at end, the last behind the mark
// before: 张三、李四.
func (v names) nextName(end, found int, before rune) (from, to int) {
	strength := beginning + ended
	if isDigit(v.at(end)) {
		end = v.amount(end)
	}
	switch v.at(end) {
	case '、', '/':
		strength = nearNumber + min(3*(found-1), 4)
	case '和', '与', '及', '或', '跟':
		if found > 1 || v.at(end) == '或' {
			strength = nearNumber
		}
	case ',', ' ':
		if strength = beginning; before != '、' {
			strength += min(2*(found-1), 4)
		}
	default:
		return 0, 0
	}
	return v.best(end+1, strength)
}

// amount steps over what is told in numbers of whom a list names: 张三|4200元、李四.
func (v sides) amount(k int) int {
	for isDigit(v.at(k)) || v.at(k) == '.' {
		k++
	}
	for n := 0; n < 2 && isHan(v.at(k)) && !joiners.has(v.at(k)); n++ {
		k++
	}
	return k
}
