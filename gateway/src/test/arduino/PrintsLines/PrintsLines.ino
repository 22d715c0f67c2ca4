// What a first sketch looks like: prints what it measures, and switches a lamp when it is told to.

unsigned long last = 0;

void setup() {
  Serial.begin(9600);
  pinMode(LED_BUILTIN, OUTPUT);
  Serial.println("Greenhouse 1.0");
}

void loop() {
  if (Serial.available()) {
    String line = Serial.readStringUntil('\n');
    if (line.startsWith("LAMP ")) {
      int value = line.substring(5).toInt();
      digitalWrite(LED_BUILTIN, value);
      Serial.print("OK LAMP ");
      Serial.println(value);
    }
  }
  if (millis() - last >= 200) {
    last = millis();
    Serial.print("Temperature: ");
    Serial.print(analogRead(A0) * 500.0 / 1023.0, 1);
    Serial.print(" C, lamp: ");
    Serial.println(digitalRead(LED_BUILTIN));
  }
}
