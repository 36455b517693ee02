namespace Assistant.Skills.Language;

/// <summary>Hears case numbers, telephone numbers and the last four characters of documents and cards.</summary>
internal static class Identifiers
{
    private const int MostDigits = 15;

    /// <summary>Between a number and the factor beside it.</summary>
    private const int MostGap = 3;

    private static readonly string[] CaseWords =
    [
        "案件编号", "案件号", "案件", "案号", "个案序列号", "编号", "工单编号", "工单号", "工单", "单号", "受理号", "case number", "case no", "case", "ticket number", "ticket", "reference number", "reference",
        "ref", "docket number", "docket", "claim number", "claim", "complaint number", "file number",
    ];

    private static readonly string[] FillersAfter = ["是", "为", "is", "no.", "no", "number", "num", ":", "：", "#", "号"];
    private static readonly string[] Money = ["元", "块", "万", "千", "期", "个", "天", "月", "号", "年", "笔", "dollar", "usd", "%", "buck", "a month", "months", "days"];

    /// <summary>Reads at a digit, a Latin word, a bracket or a plus; gives the position after it, or 0.</summary>
    public static int Read(Listening heard, int at)
    {
        var c = heard.At(at);
        if (c is '(' or '（')
            return Court(heard, at) is > 0 and var court ? court : Phone(heard, at);
        if (c == '*')
            return Masked(heard, at);
        if (c == '+')
            return Phone(heard, at);
        // The middle of a token is never read on its own.
        if (char.IsAsciiLetterOrDigit(heard.At(at - 1)) || heard.At(at - 1) is '$' or '¥')
            return 0;
        var end = Token(heard, at, out var digits, out var letters);
        if (digits == 0)
            return 0;
        var length = end - at;
        if (LastFour.TypeOf(heard, at, end, digits, letters) is { } type)
            return heard.Add(type, at, end, heard.Text[at..end].ToUpperInvariant());
        if (letters == 0 && Phone(heard, at) is > 0 and var phone)
            return phone;
        if (IsNamedCase(heard, at) && (digits >= 3 || letters > 0 && digits > 0) && length <= 40 && !Dated(heard, at, end))
            return heard.Add(EntityType.CaseNo, at, end, heard.Text[at..end]);
        if (LooksLikeCase(heard, at, end, digits, letters))
            return heard.Add(EntityType.CaseNo, at, end, heard.Text[at..end]);
        if (letters == 0 && digits >= 16 && length == digits)
            return end; // A whole card or document number is no value of ours, and no amount.
        return heard.IdentityAsked ? Asked(heard, at, end, digits, letters) : 0;
    }

    /// <summary>Four characters beside a case or telephone number are the other factor, asked for or not.</summary>
    public static void AddBeside(Listening heard)
    {
        if (!heard.IdentityAsked && !heard.Heard.Exists(one => one.Type is EntityType.CaseNo or EntityType.Phone))
            return;
        for (var i = 0; i < heard.Heard.Count; i++)
        {
            var one = heard.Heard[i];
            if (one is { Type: EntityType.Amount, Length: 4 } && (one.Role == AmountRole.Unknown || FollowsReference(heard, one)) && one.Text.All(char.IsAsciiDigit) && !char.IsLetter(heard.At(one.Start - 1)) && !char.IsLetterOrDigit(heard.At(one.End)))
                heard.Heard[i] = new(EntityType.IdLast4, one.Text, one.Start, one.Text);
        }

        for (var at = 0; at < heard.Text.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(heard.At(at)) || char.IsLetterOrDigit(heard.At(at - 1)) || heard.At(at - 1) is '-' or '_')
                continue;
            var end = Token(heard, at, out var digits, out var letters);
            if (end - at == 4 && (digits == 4 || digits == 3 && heard.At(end - 1) == 'x' && letters == 1) && heard.Heard.TrueForAll(one => end <= one.Start || at >= one.End))
                heard.Heard.Add(new(EntityType.IdLast4, heard.Text[at..end], at, heard.Text[at..end].ToUpperInvariant()));
            at = Math.Max(at, end - 1);
        }
    }

    /// <summary>Whether a value comes right after a case or telephone number; words further back ("少还点 S1003 5518") tell nothing of it then.</summary>
    private static bool FollowsReference(Listening heard, Entity one) => heard.Heard.Exists(other =>
        other.Type is EntityType.CaseNo or EntityType.Phone && one.Start - other.End is > 0 and <= MostGap && heard.Text[other.End..one.Start].All(c => char.IsWhiteSpace(c) || char.IsPunctuation(c)));

    private static int Asked(Listening heard, int at, int end, int digits, int letters)
    {
        if (Dated(heard, at, end) || heard.FirstOf(heard.Gap(end), Money) is not null)
            return 0;
        if (end - at == 4 && letters + digits == 4)
            return heard.Add(EntityType.IdLast4, at, end, heard.Text[at..end].ToUpperInvariant());
        if (letters == 0 && digits is >= 5 and <= MostDigits)
            return heard.Add(EntityType.Phone, at, end, Digits(heard, at, end));
        return letters > 0 && end - at >= 2 && !IsCount(heard, at, end) ? heard.Add(EntityType.CaseNo, at, end, heard.Text[at..end]) : 0;
    }

    /// <summary>"15th", "3k", "6months": digits and what counts them.</summary>
    private static bool IsCount(Listening heard, int at, int end)
    {
        if (!char.IsAsciiDigit(heard.At(at)))
            return false;
        while (char.IsAsciiDigit(heard.At(at)))
            at++;
        return heard.Plain.AsSpan(at..end) is "st" or "nd" or "rd" or "th" or "k" or "w" or "day" or "days" or "month" or "months" or "am" or "pm" or "x";
    }

    private static int Token(Listening heard, int at, out int digits, out int letters)
    {
        (digits, letters) = (0, 0);
        var start = at;
        for (; ; at++)
        {
            // Nothing of ours is so long; looking further from every group of it would cost time.
            if (at - start > Listening.Reach)
            {
                (digits, letters) = (0, 0);
                return start;
            }

            var c = heard.At(at);
            if (char.IsAsciiDigit(c))
                digits++;
            else if (char.IsAsciiLetter(c))
                letters++;
            else if (c is not ('-' or '_') || !char.IsAsciiLetterOrDigit(heard.At(at + 1)))
                return at;
        }
    }

    private static bool Dated(Listening heard, int at, int end) => end - at is >= 8 and <= 10 && heard.At(at + 4) == '-' && heard.At(at) is '1' or '2'
        && heard.Plain.AsSpan(at + 5, end - at - 5).IndexOf('-') is 1 or 2 && !heard.Plain.AsSpan(at..end).ContainsAnyInRange('a', 'z');

    private static bool IsNamedCase(Listening heard, int at)
    {
        var end = heard.GapBefore(at);
        for (var fillers = 0; fillers < 3 && Filler(heard, end) is > 0 and var length; fillers++)
            end = heard.GapBefore(end - length);
        return heard.EndsWith(end, CaseWords) && !heard.EndsWith(end, "in case", "just in case");
    }

    private static int Filler(Listening heard, int end)
    {
        foreach (var filler in FillersAfter)
        {
            // 案号 and 工单号 are words of their own.
            if (heard.EndsWith(end, filler) && !heard.EndsWith(end, "案号", "单号", "编号", "理号", "件号", "列号"))
                return filler.Length;
        }

        return 0;
    }

    /// <summary>S1001, TS20261102118, CV-2026-08814, 20260101-12: letters and then digits, or two long groups.</summary>
    private static bool LooksLikeCase(Listening heard, int at, int end, int digits, int letters)
    {
        if (digits < 3 || end - at > 40 || Dated(heard, at, end))
            return false;
        var first = at;
        while (char.IsAsciiLetter(heard.At(first)))
            first++;
        var prefix = heard.Plain.AsSpan(at..first);
        if (prefix.Length > 0)
            return prefix.Length <= 8 && (char.IsAsciiDigit(heard.At(first)) || heard.At(first) is '-' or '_' && char.IsAsciiDigit(heard.At(first + 1)))
                && prefix is not ("rmb" or "usd" or "us" or "cny" or "covid" or "iphone" or "win" or "xx" or "xxx" or "xxxx" or "form" or "about" or "like" or "pay");
        while (char.IsAsciiDigit(heard.At(first)))
            first++;
        // "2000-3000" are two amounts.
        return first - at >= 4 && heard.At(first) == '-' && (letters > 0 && letters + digits > 8 || digits >= 10 && heard.At(at) is '1' or '2');
    }

    /// <summary>(2026)川0191民初5530号, copied as it was written.</summary>
    private static int Court(Listening heard, int at)
    {
        var end = at + 1;
        while (end - at < 6 && char.IsAsciiDigit(heard.At(end)))
            end++;
        if (end - at != 5 || heard.At(end) is not (')' or '）') || !Listening.IsHan(heard.At(end + 1)))
            return 0;
        for (var last = end + 1; last - at < 30; last++)
        {
            var c = heard.At(last);
            if (c == '号')
                return heard.Add(EntityType.CaseNo, at, last + 1, heard.Text[at..(last + 1)]);
            if (!Listening.IsHan(c) && !char.IsAsciiLetterOrDigit(c))
                break;
        }

        return 0;
    }

    /// <summary>"**** 4821", "*4821".</summary>
    private static int Masked(Listening heard, int at)
    {
        var start = at;
        while (start - at < 32 && heard.At(start) is '*' or ' ')
            start++;
        var end = Token(heard, start, out var digits, out var letters);
        return end - start == 4 && digits == 4 && letters == 0 ? heard.Add(EntityType.CardLast4, start, end, heard.Text[start..end]) : start;
    }

    /// <summary>Groups of digits of a shape that telephone numbers have, with or without country code.</summary>
    private static int Phone(Listening heard, int start)
    {
        var at = start;
        var plus = heard.At(at) == '+';
        if (plus)
            at++;
        Span<int> groups = stackalloc int[6];
        var (count, digits, end) = (0, 0, start);
        while (count < groups.Length)
        {
            var bracket = heard.At(at) == '(';
            if (bracket)
                at++;
            var first = at;
            while (at - first <= MostDigits && char.IsAsciiDigit(heard.At(at)))
                at++;
            if (at == first || at - first > MostDigits || bracket && heard.At(at) != ')' || char.IsAsciiLetter(heard.At(at)) || digits + at - first > MostDigits)
                break;
            digits += groups[count++] = at - first;
            if (bracket)
                at++;
            end = at;
            if (!plus && count == 1 && digits >= 11)
                break;
            if (heard.At(at) is ' ' or '-' or '.')
                at++;
            if (heard.At(at) != '(' && !char.IsAsciiDigit(heard.At(at)))
                break;
        }

        var local = count == 2 && digits == 7 && groups[0] == 3 && heard.At(start + 3) == '-' && (heard.At(start + 4) == '0' || heard.Has(start, "555"));
        return count > 0 && (local || IsPhone(groups[..count], digits, plus)) ? heard.Add(EntityType.Phone, start, end, Digits(heard, start, end)) : 0;
    }

    private static bool IsPhone(ReadOnlySpan<int> groups, int digits, bool plus)
    {
        if (plus)
            return digits is >= 8 and <= MostDigits;
        return groups switch
        {
            [>= 11 and <= MostDigits] => true,
            [3, 3, 4] or [1, 3, 3, 4] or [3, 4, 4] or [2, 3, 4, 4] or [2, 11] or [3, 8] or [4, 7] or [4, 8] => true,
            _ => false,
        };
    }

    private static string Digits(Listening heard, int start, int end)
    {
        Span<char> digits = stackalloc char[end - start];
        var count = 0;
        foreach (var c in heard.Plain.AsSpan(start..end))
        {
            if (char.IsAsciiDigit(c))
                digits[count++] = c;
        }

        return new string(digits[..count]);
    }
}
