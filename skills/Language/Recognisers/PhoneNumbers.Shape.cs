namespace Assistant.Skills.Language.Recognisers;

/// <content>Which groups of digits are a telephone number, and what may stand around one.</content>
public static partial class PhoneNumbers
{
    /// <summary>What a number that is no telephone number is called, lower case.</summary>
    private static readonly string[] OtherNumbers =
        ["account", "acct", "card", "账号", "帐号", "賬號", "帳號", "账户", "帐户", "賬戶", "帳戶", "卡号", "卡號", "身份证", "身份證", "usd", "eur", "gbp", "cny", "rmb"];

    /// <summary>What amounts are counted in; behind digits without any grouping.</summary>
    private static readonly string[] Currencies =
        ["元", "块", "塊", "圆", "圓", "人民币", "人民幣", "美元", "美金", "港币", "港幣", "欧元", "歐元", "usd", "eur", "gbp", "cny", "rmb", "hkd", "yuan", "dollar", "dollars", "euro", "euros", "pounds"];

    /// <summary>What calls even seven plain digits a telephone number, where numbers without area code have so many.</summary>
    private static readonly string[] Telephones = ["电话", "電話", "手机", "手機", "传真", "傳真", "热线", "熱線", "座机", "座機", "联系方式", "聯繫方式"];

    /// <summary>Words between such a name and its digits.</summary>
    private static readonly string[] Links = ["number", "num", "no", "nr", "id", "is", "was", "号码", "號碼", "号", "號", "是", "为", "為"];

    private static bool IsNumber(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups)
    {
        int digits = 0, singles = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            ref readonly var group = ref groups[i];
            if (group.Plus && i > 0)
                return false;
            if (IsTrunk(text, group))
                continue;
            digits += group.Length;
            singles += group.Length == 1 ? 1 : 0;
        }

        var international = IsInternational(text, groups);
        if (groups.Length == 1)
            return IsOneGroup(text, groups[0], international);
        if (groups.Length > (international ? 7 : 6) || singles > (international ? 2 : 1) || groups[^1].Length == 1)
            return false;
        if (digits == 7 && !international)
            return IsLocal(text, groups);
        return digits >= 8 && digits <= (international ? 17 : 14) && !IsOtherThing(text, groups) && !GoesOnInHex(text, groups[^1]);
    }

    private static bool IsOneGroup(ReadOnlySpan<char> text, in Group group, bool international)
    {
        if (group.Bracket)
            return false;
        if (international)
            return group.Length >= 8 && group.Length <= (group.Plus ? 15 : 17);
        // Italy's shortest numbers have six digits, always after a zero.
        return group.Length is >= 8 and <= 12
            || group.Length is 6 or 7 && At(text, group.Digits) == '0' && At(text, group.Digits + 1) != '0'
            || group.Length == 7 && At(text, group.Digits) is >= '2' and <= '8' && IsCalled(text, group.From, Telephones);
    }

    /// <summary>North American exchange and line: the exchange starts with 2 to 9 and is no service code such as 911.</summary>
    private static bool IsLocal(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups) =>
        groups is [{ Length: 3, Bracket: false }, { Length: 4, Before: Gap.Hyphen or Gap.Space }]
        && At(text, groups[0].Digits) >= '2'
        && !(At(text, groups[0].Digits + 1) == '1' && At(text, groups[0].Digits + 2) == '1');

    /// <summary>Enough digits, but rather a date, a decimal, an address or an identifier.</summary>
    private static bool IsOtherThing(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups)
    {
        int dots = 0, slashes = 0, brackets = 0, longest = 0;
        foreach (ref readonly var group in groups)
        {
            dots += group.Before is Gap.Dot ? 1 : 0;
            slashes += group.Before is Gap.Slash ? 1 : 0;
            brackets += group.Bracket ? 1 : 0;
            longest = Math.Max(longest, group.Length);
        }

        var first = groups[0];
        if (slashes > 0 && (slashes > 1 || !first.Plus && !first.Bracket && At(text, first.Digits) != '0'))
            return true; // "2009/2010"; a slash stands only behind an area code.
        if (first.Plus)
            return dots == 1 && groups.Length == 2 || groups[1].Before is Gap.Hyphen && groups.Length > 4; // "+45-12-34-56-78" adds and subtracts.
        if (brackets > 0)
            return false;
        return groups.Length switch
        {
            2 => dots == 1 || IsPairOfFours(text, groups),
            3 => IsDate(groups[0].Length, groups[1].Length, groups[2].Length) || (groups[0].Length, groups[1].Length, groups[2].Length) is (3, 2, 4),
            4 => dots == 3 && longest <= 3 || IsDateAndHour(text, groups),
            _ => IsDateAndHour(text, groups),
        };
    }

    /// <summary>Two groups of four: a span of years, or a form's number with leading zero.</summary>
    private static bool IsPairOfFours(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups) =>
        groups[0].Length == 4 && groups[1].Length == 4 && groups[1].Before is not Gap.Space
        && (At(text, groups[0].Digits) == '0' || IsYear(text, groups[0]) && IsYear(text, groups[1]));

    private static bool IsDate(int a, int b, int c) => (a, b, c) is (1 or 2, 1 or 2, 4) or (4, 1 or 2, 1 or 2);

    /// <summary>"2018-05-06 10": the hour of a date, not the end of a telephone number.</summary>
    private static bool IsDateAndHour(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups) =>
        IsDate(groups[0].Length, groups[1].Length, groups[2].Length) && groups[3].Before is Gap.Space && groups[2].Before is not Gap.Space
        && (groups[0].Length < 4 || IsYear(text, groups[0]));

    private static bool IsYear(ReadOnlySpan<char> text, in Group group) =>
        group.Length == 4 && (At(text, group.Digits), At(text, group.Digits + 1)) is ('1', '9') or ('2', '0');

    /// <summary>"(0)": dialled only inside the country.</summary>
    private static bool IsTrunk(ReadOnlySpan<char> text, in Group group) => group is { Bracket: true, Length: 1 } && At(text, group.Digits) == '0';

    /// <summary>Begins with "+", "00" or North America's "011".</summary>
    private static bool IsInternational(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups)
    {
        var first = groups[0];
        if (first.Plus)
            return true;
        if (At(text, first.Digits) != '0' || first.Length < 2)
            return false;
        var second = At(text, first.Digits + 1);
        if (second == '0')
            return first.Length != 3 && At(text, first.Digits + 2) != '0';
        return second == '1' && first.Length == 3 && groups.Length > 3 && At(text, first.Digits + 2) == '1';
    }

    /// <summary>Whether what stands before leaves the digits a number of their own.</summary>
    private static bool MayStart(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups, int free)
    {
        var from = groups[0].From;
        var before = from - 1;
        if (from == free)
            return from == 0 || At(text, from) is '+' or '('; // Something directly behind a found number is its rest.
        var c = At(text, before);
        var further = At(text, before - 1);
        if (char.IsAsciiLetterOrDigit(c) || c == ')' && (groups[0].Plus || Digit(further) >= 0))
            return false; // The rest of a formula, or of a number refused already.
        switch (c)
        {
            case '#' or '_' or '*' or '=' or '/' or '\\' or '%' or '+' or '&' or '^' or '$' or '€' or '£' or '¥' or '￥' or '￡' or '<' or '>':
                return false;
            case '.':
                return !char.IsAsciiLetterOrDigit(further) || char.IsAsciiLetter(further) && before - 1 >= free;
            case '-':
                // "E-151673398" is an identifier and "-12345678" a value; "#Name#-123 456 7890" is a telephone number.
                if (char.IsAsciiLetter(further))
                    return HasAreaCode(groups) && IsPlainWord(text, before);
                return groups.Length > 1 ? Digit(further) < 0 && further != ')' : !char.IsLetterOrDigit(further) && further is not ('\0' or ' ' or ')');
            case ',':
                return Digit(further) < 0 || before == free;
            case ':':
                return Digit(further) < 0;
            case ' ':
                return MayFollowBlank(text, groups, before, free);
            default:
                return !IsCalled(text, from, OtherNumbers);
        }
    }

    private static bool MayFollowBlank(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups, int blank, int free)
    {
        var c = At(text, blank - 1);
        if (c is '$' or '€' or '£' or '¥' or '￥' or '￡' or '=' or '*')
            return false;
        // In the middle of a run of digits only what is long enough by itself starts anew.
        if (Digit(c) >= 0 && blank != free && Together(groups, 0) < 7 && !groups[0].Plus)
            return false;
        return !IsCalled(text, blank + 1, OtherNumbers);
    }

    /// <summary>Two numbers in a row are told apart by a blank, where the second is long enough by itself.</summary>
    private static bool MaySplit(ReadOnlySpan<Group> groups, int at) =>
        groups[at].Before is Gap.Space && (groups[at].Plus || Together(groups, at) >= 7);

    /// <summary>Digits from a group on up to the next blank.</summary>
    private static int Together(ReadOnlySpan<Group> groups, int at)
    {
        var digits = groups[at].Length;
        while (++at < groups.Length && groups[at].Before is not Gap.Space)
            digits += groups[at].Length;
        return digits;
    }

    /// <summary>Whether what stands behind leaves the digits a number of their own.</summary>
    private static bool MayEnd(ReadOnlySpan<char> text, int end, bool oneGroup)
    {
        var c = At(text, end);
        var further = At(text, end + 1);
        if (char.IsAsciiLetterOrDigit(c))
            return false;
        switch (c)
        {
            case '_' or '*' or '=' or '/' or '\\' or '%' or '+' or '^' or '$' or '€' or '£' or '¥':
                return false;
            case '-' or '@':
                return !char.IsAsciiLetterOrDigit(further);
            case '.' or ':':
                return Digit(further) < 0;
            case ',' when oneGroup:
                // Thousands or decimals behind a comma are part of a value.
                var digits = 0;
                while (digits < 4 && Digit(At(text, end + 1 + digits)) >= 0)
                    digits++;
                return digits is 0 or 4 || At(text, end + 1 + digits) is '-' or ' ';
            case ' ' when At(text, end + 1) is '*' or '=' or '%':
                return false;
            default:
                return !(oneGroup && StartsWithCurrency(text, c == ' ' ? end + 1 : end));
        }
    }

    /// <summary>"46 D9": pairs that go on in hexadecimal were never decimal.</summary>
    private static bool GoesOnInHex(ReadOnlySpan<char> text, in Group last) =>
        last.Length == 2 && At(text, last.End) == ' '
        && char.IsAsciiLetterUpper(At(text, last.End + 1)) && char.IsAsciiHexDigit(At(text, last.End + 1)) && char.IsAsciiHexDigit(At(text, last.End + 2))
        && !char.IsAsciiLetterOrDigit(At(text, last.End + 3));

    private static bool HasAreaCode(ReadOnlySpan<Group> groups)
    {
        foreach (ref readonly var group in groups)
        {
            if (group is { Bracket: true, Plus: false, Length: > 1 })
                return true;
        }

        return false;
    }

    /// <summary>Whether letters alone stand before, such as "OFFICE", and no digit among them.</summary>
    private static bool IsPlainWord(ReadOnlySpan<char> text, int end)
    {
        const int LongestLabel = 16;
        for (var at = end - 1; at >= end - LongestLabel; at--)
        {
            var c = At(text, at);
            if (!char.IsAsciiLetter(c))
                return !char.IsAsciiDigit(c) && c is not ('-' or '_' or '/');
        }

        return false;
    }

    private static bool StartsWithCurrency(ReadOnlySpan<char> text, int at)
    {
        foreach (var name in Currencies)
        {
            if (EndsWith(text, at + name.Length, name) && !(char.IsAsciiLetter(name[0]) && char.IsAsciiLetter(At(text, at + name.Length))))
                return true;
        }

        return false;
    }

    /// <summary>Whether the words before give it one of these names: "account number is 12345678".</summary>
    private static bool IsCalled(ReadOnlySpan<char> text, int at, string[] names)
    {
        const int LinksAtMost = 4;
        for (var i = 0; i <= LinksAtMost; i++)
        {
            for (var blanks = 0; blanks < 3 && At(text, at - 1) is ' ' or ':' or '.' or '#'; blanks++)
                at--;
            foreach (var name in names)
            {
                if (EndsWith(text, at, name))
                    return true;
            }

            var link = 0;
            foreach (var word in Links)
            {
                if (EndsWith(text, at, word))
                    link = Math.Max(link, word.Length);
            }

            if (link == 0)
                return false;
            at -= link;
        }

        return false;
    }

    private static bool EndsWith(ReadOnlySpan<char> text, int end, string word)
    {
        var start = end - word.Length;
        if (start < 0)
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (char.ToLowerInvariant(At(text, start + i)) != word[i])
                return false;
        }

        return !char.IsAsciiLetter(word[0]) || !char.IsAsciiLetter(At(text, start - 1));
    }
}
