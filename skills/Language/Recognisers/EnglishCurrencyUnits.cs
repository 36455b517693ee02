using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>The names, signs and codes of the currencies in English.</summary>
internal static partial class EnglishCurrencyUnits
{
    // Small letters that mean something else more often than money: as codes these count in capitals only.
    private static readonly string[] Common = "all ang ban bob cop cup gel mad mop pen rub sos std top try won sol php amd cad bam mur ars bif nad dop lak lei sar ron mga srd".Split(' ');

    // The single names and codes that are money even without a number.
    private static readonly string[] Certain =
    [
        .. "dollar dollars euro euros pound pounds cent cents pence peso pesos rupee rupees franc francs ruble rubles rouble roubles dinar dinars bitcoin bitcoins rupiah ringgit baht renminbi shekel shekels zloty forint krona kronor krone kroner rmb".Split(' '),
        .. "usd eur gbp jpy cny aud chf hkd sgd nzd inr krw mxn brl zar nok dkk pln czk huf thb myr idr twd aed vnd ngn kes ghs btc".Split(' '),
    ];

    // Set after the lists above, which it is made of.
    /// <summary>Every way to write a unit, in small letters and with single spaces; also their beginnings, with no unit, so that a reader knows when to stop.</summary>
    internal static readonly FrozenDictionary<string, Form>.AlternateLookup<ReadOnlySpan<char>> Forms = All().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A unit of money.</summary>
    /// <param name="Name">As Recognizers-Text names it.</param>
    /// <param name="Iso">ISO 4217; null where several countries share the name.</param>
    /// <param name="Parts">The smaller units, with how many make one.</param>
    internal sealed record Unit(string Name, string? Iso, (string Name, double Ratio)[] Parts);

    /// <summary>A way to write a unit.</summary>
    /// <param name="Unit">The unit; null for the beginning of a longer form.</param>
    /// <param name="Times">What the form itself multiplies by: "MEUR".</param>
    /// <param name="Sign">Whether it ends in a sign like "$".</param>
    /// <param name="Leads">Whether a number may follow.</param>
    /// <param name="Alone">Whether it is money without a number too.</param>
    /// <param name="Capital">Whether it must stand in capitals.</param>
    internal readonly record struct Form(Unit? Unit, double Times, bool Sign, bool Leads, bool Alone, bool Capital);

    private static FrozenDictionary<string, Form> All()
    {
        var forms = new Dictionary<string, Form>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n'))
        {
            var fields = line.Split(';');
            var parts = fields[2].Length == 0 ? [] : fields[2].Split(',').Select(part => part.Split(' ')).Select(part => (part[0], double.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture))).ToArray();
            var unit = new Unit(fields[0], fields[1].Length == 0 ? null : fields[1], parts);
            foreach (var name in fields[3].Split(','))
            {
                var sign = !char.IsLetter(name[^1]);
                var phrase = name.Contains(' ', StringComparison.Ordinal);
                Put(name, new Form(unit, 1, sign, true, !sign && (phrase || Certain.Contains(name)), false));
                if (!sign && name.Length > 3)
                    Put(name + "s", new Form(unit, 1, false, false, phrase || Certain.Contains(name + "s"), false));
            }
            if (unit.Iso is null)
                continue;
            var code = unit.Iso.ToLowerInvariant();
            Put(code, new Form(unit, 1, false, true, Certain.Contains(code), Common.Contains(code)));
            if (!Certain.Contains(code))
                continue;
            Put("k" + code, new Form(unit, 1e3, false, true, false, false));
            Put("m" + code, new Form(unit, 1e6, false, true, false, false));
            Put("b" + code, new Form(unit, 1e9, false, true, false, false));
        }
        foreach (var whole in forms.Keys.ToArray())
        {
            for (var i = 1; i < whole.Length; i++)
            {
                if (whole[i] == ' ' || !char.IsLetter(whole[i]))
                    forms.TryAdd(whole[..i], default);
            }
        }
        return forms.ToFrozenDictionary(StringComparer.Ordinal);

        // What stands first in the table wins: "won" is the South's, "rp" a rupiah.
        void Put(string form, Form meaning) => forms.TryAdd(form, meaning);
    }
}
