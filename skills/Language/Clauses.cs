namespace Assistant.Skills.Language;

/// <summary>Cuts a message where people begin something new, and finds clauses that say what they are not about.</summary>
public static class Clauses
{
    private const int LeastChinese = 3;
    private const int LeastLatin = 8;
    private const int MostClauses = 8;

    private static readonly string[] Joints = ["另外", "还有就是", "还有，", "顺便", "然后", "再问一下", " and ", " also ", " by the way ", " btw ", " plus ", " so ", " but ", " because "];

    private static readonly string[] Denials =
    [
        "我不是要", "我不是想", "我没有要", "我没说要", "我没想", "不是要", "不是想", "不是来", "我不打算", "没有打算", "并不是要", "又不是要",
        "i'm not trying to ", "im not trying to ", "i am not trying to ", "i don't want to ", "i dont want to ", "i'm not asking to ", "i'm not asking for ", "i'm not here to ", "not looking to ", "i'm not going to ", "i did not ask to ",
        "it's not about ", "this is not about ", "this isn't about ", "not a ", "this is not a ",
    ];

    /// <summary>The clauses of a message, in order; the message itself where there is only one. A short piece stays with the one before it.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length && pieces.Count < MostClauses - 1; i++)
        {
            var isEnd = "。！？；!?;\n".Contains(text[i]) || (text[i] is ',' or '，' && IsLong(text.AsSpan(start, i - start))) || (text[i] == '.' && (i + 1 == text.Length || text[i + 1] == ' '));
            var joint = isEnd ? null : JointAt(text, i);
            if ((isEnd || joint is not null) && IsLong(text.AsSpan(start, i - start)))
            {
                pieces.Add(text[start..i].Trim());
                start = isEnd ? i + 1 : i;
            }
        }

        if (start < text.Length && (IsLong(text.AsSpan(start)) || pieces.Count == 0))
            pieces.Add(text[start..].Trim());
        else if (start < text.Length)
            pieces[^1] = $"{pieces[^1]} {text[start..].Trim()}";
        return pieces;
    }

    /// <summary>What a clause says it is not about, without the words that say so; null where it denies nothing.</summary>
    public static string? WithoutDenial(string clause)
    {
        var plain = Plain.Text(clause);
        foreach (var denial in Denials)
        {
            var at = plain.IndexOf(denial, StringComparison.Ordinal);
            if (at >= 0 && at <= 6 && at + denial.Length < plain.Length)
                return plain[(at + denial.Length)..];
        }

        return null;
    }

    private static string? JointAt(string text, int at)
    {
        foreach (var joint in Joints)
        {
            if (joint[0] == char.ToLowerInvariant(text[at]) && at + joint.Length <= text.Length && text.AsSpan(at, joint.Length).Equals(joint, StringComparison.OrdinalIgnoreCase))
                return joint;
        }

        return null;
    }

    /// <summary>Enough of a sentence to stand alone.</summary>
    private static bool IsLong(ReadOnlySpan<char> piece)
    {
        var (chinese, latin) = (0, 0);
        foreach (var c in piece)
        {
            if (Plain.IsChinese(c))
                chinese++;
            else if (char.IsAsciiLetterOrDigit(c))
                latin++;
        }

        return chinese >= LeastChinese || latin >= LeastLatin;
    }
}
