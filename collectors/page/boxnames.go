package page

// What sites call the boxes of a text's parts, as words of their class and id names.

// titleNames call boxes of titles.
var titleNames = wordSet("heading title tit bt biaoti subject headline tt newstitle arttitle artititle contenttitle activityname infotitle articletitle newsbt wzbt xltitle")

// secondNames call boxes of what stands above or below a title.
var secondNames = wordSet("sub subtitle sub-title vice futi futitle yinti kicker deck lead summary slogan zhaiyao")

// tagNames call the elements of such words.
var tagNames = wordSet("tag tags label badge type cat category state status stat zt flag lx lb leixing biaoqian")

// writerNames call boxes that say who wrote. Nothing of that is kept.
var writerNames = wordSet("nick nickname nicheng niname username uname author writer poster from")
