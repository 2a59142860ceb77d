"""What a web page puts around a document: menus, buttons, shares, counters; none of it is the notice."""

from __future__ import annotations

import re

from events.notices import fields, heads, outline, units
from events.notices.folding import fold
from events.notices.lines import Line

SURE = re.compile(
    r"(?:打印|【?打印】?|关闭|关闭窗口|收藏|分享|分享到|字号|字体|展开|收起|返回顶部|回到顶部|返回|返回列表|首页|搜索|登录|注册|上一篇|下一篇|"
    r"回复|举报|只看该作者|倒序浏览|正序浏览|阅读模式|楼主|沙发|板凳|复制链接|快速回复|使用道具|相关稿件|相关链接|相关文件|相关阅读|相关解读|"
    r"网站地图|联系我们|关于我们|隐私声明|无障碍|适老化|繁体|简体|English|手机版|微信|微博|扫码分享|放大|缩小|默认|大中小|大|中|小)"
)
PIECE = re.compile(r"[\s|｜/\[\]【】()（）·•:：>»《<,，、]+")
CONTAINS = re.compile(
    r"^(?:首页|网站首页|您的位置)\W|扫一扫|在手机打开当前页|分享到|Powered\s?by|Copyright|©|版权所有|备案号|ICP备|公网安备|您需要登录|本版积分规则|跳转到指定楼层|回帖奖励|"
    r"只看该作者|文章转载|责任编辑|浏览次数:?\d|点击(?:数|量|率)?:?\d|点击数|阅读次数|您(?:当前|现在)的?位置|您所在的?位置|当前位置|热搜|上一主题|下一主题|Processed\s?in|queries|"
    r"^\W*字[体号]:|打印本页|关闭窗口|关闭本页|^上一篇|^下一篇|网站标识码|主办单位:\S{2,30}承办单位:\S{2,30}(?:技术|备案|网站)|QQ好友|新浪微博|"
    r"Discuz|^https?://\S+$|^www\.|^Design|^\W*淘帖|^收藏\S*(?:转播|分享)|手机版"
)
ABOVE = re.compile(r"^来源:|(?:19|20)\d\d-\d{1,2}-\d{1,2}(?: ?\d{1,2}:\d\d)?来源:|发表于(?:19|20)\d\d-")
# 首页 > 政务公开 > 通知公告: where a page stands in its site.
PATH = re.compile(r"^[^。>»]{2,16}(?:(?:>|»|>>)[^。>»]{1,16}){2,8}$")
LONGEST = 80


def is_furniture(text: str, *, on_top: bool = False) -> bool:
    """The line is made of buttons and counters only; above the text a line of sources is one too."""
    words = fold(text).text
    if len(words) > LONGEST:
        return False
    if on_top and ABOVE.search(words):
        return True
    if CONTAINS.search(words) and "。" not in words[:-1]:
        return True
    if PATH.search(words):
        return True
    pieces = [piece for piece in PIECE.split(text) if piece]
    return bool(SURE.fullmatch(words)) or (bool(pieces) and all(SURE.fullmatch(fold(piece).text) for piece in pieces))


def without(lines: list[Line]) -> list[Line]:
    """The document without the page around it; a web page's foot goes as a whole."""
    first = min((line.number for line in lines if _is_text(line)), default=0)
    kept = [line for line in lines if not is_furniture(line.raw, on_top=line.number < first)]
    last = max((line.number for line in lines if _is_text(line)), default=0)
    feet = [line.number for line in lines if line.number > last and is_furniture(line.raw)]
    if len(feet) < 2:
        return kept
    return [line for line in kept if not (feet[0] < line.number < feet[-1] and _is_short(line))]


def _is_text(line: Line) -> bool:
    """A paragraph, a heading, an entry or a table's row: below the last of them only the page goes on."""
    text = line.words.text
    if is_furniture(line.raw):
        return False
    if len(text) > LONGEST or "。" in text or "\t" in line.raw or "|" in line.raw[:3]:
        return True
    if outline.marker(line.words).style or units.LABEL.match(text) or fields.opening(line.words):
        return True
    return heads.point(line.words) is not None or heads.theme(line.words) is not None


def _is_short(line: Line) -> bool:
    return len(line.words.text) <= LONGEST and "。" not in line.words.text
