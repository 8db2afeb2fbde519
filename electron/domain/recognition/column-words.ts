/** Words that columns are named with, in the languages whose exports we meet. */
const words = new Set(
  `id ids key uid guid uuid code no nr num number name names title label type kind class category group status state
  date day month year time timestamp datetime hour minute second week quarter period start end begin created updated
  modified deleted due city town country region province county address street zip zipcode postcode postal lat latitude
  lon lng long longitude location place site area zone value amount price cost total sum count quantity qty rate ratio
  percent score rank weight height width length size volume depth temperature temp humidity pressure speed voltage
  current power energy unit units currency email mail phone mobile fax url uri link host hostname ip port path file
  filename folder user username login password role first last firstname lastname surname gender sex age birthday dob
  nationality language company organization organisation department team employee manager job position salary customer
  client vendor supplier product item sku brand model color colour description desc comment comments note notes remark
  remarks message text content subject body level severity source target destination origin device sensor machine
  station version revision author owner parent child index row column field tag tags flag active enabled result reason
  error method action event session request response duration latency bytes account balance order invoice payment
  product_id species genus sample variable measure metric observation reference ref series page views visits clicks
  impressions revenue profit tax discount shipping stock rating review reviews genre album artist track director actor
  team player game season round winner home away goals points seats passengers class cabin fare ticket
  vorname nachname ort stadt land plz strasse straße datum zeit preis menge betrag anzahl summe artikel kunde kundennummer
  bezeichnung beschreibung einheit wert status nummer konto buchung betreff firma abteilung geschlecht geburtsdatum
  nom prenom prénom ville pays rue adresse code_postal prix quantité quantite montant libellé libelle heure
  nombre apellido apellidos ciudad pais país calle direccion dirección fecha precio cantidad importe hora edad
  nome cognome citta città via indirizzo data prezzo quantita quantità importo nazione
  sobrenome cidade estado rua endereço endereco preço preco quantidade valor
  naam voornaam achternaam plaats straat postcode prijs aantal bedrag datum tijd
  namn förnamn efternamn ort pris antal belopp navn by dato belop beløp
  imię imie nazwisko miasto kraj ulica cena ilość ilosc kwota
    имя фамилия город дата номер адрес телефон цена сумма количество страна название тип время
    όνομα πόλη ημερομηνία τιμή χώρα
    姓名 名称 名字 城市 国家 日期 时间 地址 电话 编号 数量 价格 金额 性别 年龄 类型 状态 备注 邮箱
    名前 氏名 住所 日付 時刻 金額 数 種類 商品名 商品コード 都市 電話番号
    이름 도시 날짜 시간 주소 금액 수량 전화번호`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Whether a text reads like a column's name: a word that columns are named with, alone or as a part of one. */
export function isColumnWord(text: string): boolean {
  const lower = text.trim().toLowerCase()
  if (words.has(lower)) return true
  const parts = text
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 4) return parts.length === 1 && words.has(parts[0] ?? '')
  return words.has(parts.at(-1) ?? '') || words.has(parts[0] ?? '')
}
