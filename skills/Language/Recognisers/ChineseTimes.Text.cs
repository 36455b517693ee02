namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>The text, read with half-width and simplified characters.</summary>
    private readonly ref struct Reader(ReadOnlySpan<char> text, DateTime now)
    {
        private readonly ReadOnlySpan<char> text = text;

        public DateTime Now { get; } = now;

        public DateTime Today => this.Now.Date;

        /// <summary>The character there, or '\0' outside the text.</summary>
        public char this[int at] => at >= 0 && at < this.text.Length ? Folded[this.text[at]] : '\0';

        public bool Is(int at, string word)
        {
            for (var i = 0; i < word.Length; i++)
            {
                if (this[at + i] != word[i])
                    return false;
            }

            return true;
        }

        /// <summary>The position after the first of the words that stands there, or -1.</summary>
        public int After(int at, ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (this.Is(at, word))
                    return at + word.Length;
            }

            return -1;
        }

        /// <summary>The position after the word if it stands there, else the same position.</summary>
        public int Over(int at, string word) => this.Is(at, word) ? at + word.Length : at;

        /// <summary>Over a few spaces; more than that separates.</summary>
        public int Space(int at)
        {
            for (var i = 0; i < 4 && this[at] is ' '; i++)
                at++;
            return at;
        }

        /// <summary>Over spaces and one 的.</summary>
        public int Of(int at)
        {
            at = this.Space(at);
            return this[at] == '的' ? this.Space(at + 1) : at;
        }

        public bool IsDigit(int at) => this[at] is >= '0' and <= '9';

        /// <summary>The position after the run of numerals of one kind; the same position where none stands.</summary>
        public int AfterNumerals(int at)
        {
            if (this.IsDigit(at))
            {
                while (this.IsDigit(at))
                    at++;
                return at;
            }

            if (Formal(this[at]) >= 0 || this[at] == '拾')
            {
                while (Formal(this[at]) >= 0 || this[at] is '拾' or '零')
                    at++;
                return at;
            }

            while (Plain(this[at]) >= 0 || this[at] is '十' or '百' or '千')
                at++;
            return at;
        }
    }

    /// <summary>A number in digits or in Chinese characters.</summary>
    private readonly record struct Numeral(int End, int Value, decimal Exact, bool Arabic, bool Positional, int Digits)
    {
        /// <summary>两三, 三五: two or three, three to five, and not twenty-three.</summary>
        public bool Roughly => !this.Arabic && !this.Positional && this.Digits == 2 && this.Value > 20 && (this.Value % 10 == this.Value / 10 + 1 || this.Value == 35);

        public bool Whole => this.Exact == this.Value;
    }

    private static bool Read(in Reader r, int at, out Numeral n)
    {
        n = default;
        if (r.IsDigit(at))
        {
            var value = 0;
            var end = at;
            for (; r.IsDigit(end); end++)
            {
                if (end - at == 8)
                    return false;
                value = value * 10 + (r[end] - '0');
            }

            var digits = end - at;
            decimal exact = value;
            if (r[end] == '.' && r.IsDigit(end + 1))
            {
                var point = end + 1;
                var scale = 1m;
                for (; r.IsDigit(point) && point - end < 6; point++)
                    exact += (r[point] - '0') * (scale /= 10);
                if (!r.IsDigit(point) && r[point] != '.')
                    return Done(new(point, value, exact, true, false, digits), out n);
            }

            return Done(new(end, value, value, true, false, digits), out n);
        }

        return Characters(r, at, out n);
    }

    private static bool Done(Numeral numeral, out Numeral n)
    {
        n = numeral;
        return true;
    }

    private static bool Characters(in Reader r, int at, out Numeral n)
    {
        n = default;
        var formal = Formal(r[at]) >= 0 || r[at] == '拾';
        int total = 0, current = 0, end = at, digits = 0;
        var positional = false;
        long sequence = 0;
        for (; end - at < 12; end++)
        {
            var c = r[end];
            var digit = Plain(c);
            if (digit < 0 && formal)
                digit = Formal(c);
            if (formal && digit > 0 && Formal(c) < 0)
                break;
            if (digit >= 0)
            {
                current = digit;
                sequence = sequence * 10 + digit;
                digits++;
                continue;
            }

            var unit = c switch { '十' => 10, '拾' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (unit == 0 || (end == at && unit != 10))
                break;
            total += (current == 0 ? 1 : current) * unit;
            current = 0;
            positional = true;
        }

        if (end == at || end - at == 12 || (positional && digits > 5))
            return false;
        var value = positional ? total + current : (int)Math.Min(sequence, int.MaxValue);
        n = new(end, value, value, false, positional, digits);
        return true;
    }

    private static int Plain(char c) => c switch
    {
        '零' => 0,
        '一' => 1,
        '二' or '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => -1,
    };

    /// <summary>The numerals of cheques, which are also parts of names (大陆): read only among themselves.</summary>
    private static int Formal(char c) => c switch
    {
        '壹' => 1,
        '贰' => 2,
        '叁' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        _ => -1,
    };

    private static char Folding(char c)
    {
        if (c < '\u0080')
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c == '\t' ? ' ' : c;
        if (c is >= '\uff01' and <= '\uff5e')
            return Folding((char)(c - 0xfee0));
        return c switch
        {
            '\u3000' or '\u00a0' => ' ',
            '個' => '个',
            '後' => '后',
            '點' => '点',
            '時' => '时',
            '號' => '号',
            '週' => '周',
            '禮' => '礼',
            '農' => '农',
            '曆' or '歷' => '历',
            '國' => '国',
            '慶' => '庆',
            '聖' => '圣',
            '誕' => '诞',
            '兩' or '俩' or '倆' => '两',
            '從' => '从',
            '間' => '间',
            '鐘' or '鍾' => '钟',
            '內' => '内',
            '過' => '过',
            '來' => '来',
            '這' => '这',
            '與' => '与',
            '歲' => '岁',
            '剛' => '刚',
            '現' => '现',
            '節' => '节',
            '陽' => '阳',
            '陰' => '阴',
            '勞' => '劳',
            '動' => '动',
            '師' => '师',
            '兒' => '儿',
            '婦' => '妇',
            '親' => '亲',
            '萬' => '万',
            '貳' => '贰',
            '參' => '叁',
            '陸' => '陆',
            '〇' or '○' => '零',
            '將' => '将',
            '於' => '于',
            '還' => '还',
            '餘' => '余',
            '幾' => '几',
            '數' => '数',
            '紀' => '纪',
            '級' => '级',
            '當' => '当',
            '樹' => '树',
            '舊' => '旧',
            '臘' => '腊',
            '雙' => '双',
            '約' => '约',
            '開' => '开',
            '馬' => '马',
            '貞' => '贞',
            '順' => '顺',
            '頭' => '头',
            '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\u2010' => '-',
            _ => c,
        };
    }
}
